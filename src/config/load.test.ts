// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how the configuration refers to variables.
import { describe, expect, it } from "vitest";
import type { Files } from "../ports/files.ts";
import { explainProblem } from "../problems/problem.ts";
import { loadSettings } from "./load.ts";

const noFiles: Files = {
  readText: async (path) => ({ ok: false, reason: "not-found", detail: `no such file: ${path}` }),
  list: async () => [],
  isSocket: async () => false,
  fileSystem: async () => ({ ok: false, reason: "not-found", detail: "" }),
};

const filesWith = (texts: Readonly<Record<string, string>>): Files => ({
  ...noFiles,
  readText: async (path) => {
    const text = texts[path];
    return text === undefined ? noFiles.readText(path) : { ok: true, text };
  },
});

const load = (environment: Readonly<Record<string, string>> = {}) => loadSettings({ environment, files: noFiles });

const loadText = (text: string, environment: Readonly<Record<string, string>> = {}) =>
  load({ ...environment, TASKVITALS_CONFIG_CONTENT: text });

describe("where the configuration comes from", () => {
  const files = filesWith({ "/a.yaml": "server: { port: 1 }", "/b.yaml": "server: { port: 2 }" });

  it("needs none", async () => {
    const { settings, problems, from } = await load();
    expect(problems).toEqual([]);
    expect(from).toBe("the environment and defaults");
    expect(settings.server).toEqual({
      port: 9546,
      documents: "loopback",
      page: "loopback",
      hosts: [],
      trustedProxies: [],
    });
    expect(settings.agent.intervalMs).toBe(10_000);
  });

  it("is a file, a variable's text, or the environment", async () => {
    const fromFile = await loadSettings({ environment: { TASKVITALS_CONFIG: "/a.yaml" }, files });
    expect([fromFile.from, fromFile.settings.server.port]).toEqual(["/a.yaml", 1]);
    const fromText = await loadText("server:\n  port: 3\n");
    expect([fromText.from, fromText.settings.server.port]).toEqual(["TASKVITALS_CONFIG_CONTENT", 3]);
    const { settings } = await load({ ECS_METRICS_EXPORTER_PORT: "4" });
    expect(settings.server.port).toBe(4);
  });

  it("is the command line's file before the environment's, and its options before everything", async () => {
    const environment = { TASKVITALS_CONFIG: "/a.yaml", TASKVITALS_CONFIG_CONTENT: "server: { port: 9 }" };
    const { settings } = await loadSettings({ environment, files, path: "/b.yaml" });
    expect(settings.server.port).toBe(2);
    const overridden = await loadSettings({
      environment: { TASKVITALS_SERVER_PORT: "5" },
      files,
      overrides: { server: { port: 6 } },
    });
    expect(overridden.settings.server.port).toBe(6);
  });

  it("says which file it could not read, and runs on", async () => {
    const { settings, problems } = await load({ TASKVITALS_CONFIG: "/nowhere.yaml" });
    expect(problems).toEqual([
      { code: "config-unreadable", subject: "/nowhere.yaml", detail: "no such file: /nowhere.yaml" },
    ]);
    expect(settings.server.port).toBe(9546);
  });
});

describe("faults", () => {
  const faulty = `intervalMs: 5
sever:
  port: 1
port: 9600
server:
  host: 127.0.0.1
  port: 70000
log:
  level: warning
inputs:
  docker-enigne:
    enabled: on
  ecs-task-metadata:
    timeout: 100
    maxBodyBytes: lots
outputs:
  prometheus:
    dialects: [taskvital, ee]
`;

  it("are all said at once, each with place, reason and the nearest right key", async () => {
    const { problems } = await loadText(faulty);
    expect(problems.map(({ code, subject, detail }) => `${code} ${subject}: ${detail}`)).toEqual([
      "config-value intervalMs: line 1, column 13; must be at least 1000; it is 5",
      "config-unknown-key sever: line 2, column 1; did you mean server?",
      "config-unknown-key port: line 4, column 1; did you mean server.port?",
      "config-value server.port: line 7, column 9; must be at most 65535; it is 70000",
      expect.stringMatching(/^config-value log\.level: line 9, column 10; .*it is "warning"; did you mean warn\?$/),
      "config-unknown-key inputs.docker-enigne: line 11, column 3; did you mean docker-engine?",
      expect.stringMatching(
        /^config-value inputs\.ecs-task-metadata\.maxBodyBytes: line 15, column 19; .*it is "lots"$/,
      ),
      "config-unknown-key inputs.ecs-task-metadata.timeout: line 14, column 5; did you mean timeoutMs?",
      expect.stringMatching(
        /^config-value outputs\.prometheus\.dialects\.0: line 18, column 16; .*did you mean taskvitals\?$/,
      ),
    ]);
  });

  it("read as one paragraph each", async () => {
    const { problems } = await loadText("server:\n  prot: 1\n");
    expect(problems.map(explainProblem)).toEqual([
      expect.stringContaining("a key that does not exist: server.prot (line 2, column 3; did you mean port?)."),
    ]);
  });

  it("turn off the part that has them, and nothing else", async () => {
    const { settings } = await loadText(faulty);
    expect(settings.inputs["ecs-task-metadata"]).toMatchObject({ valid: false });
    expect(settings.outputs.prometheus).toMatchObject({ valid: false });
    expect(settings.inputs["docker-engine"]).toMatchObject({ valid: true, enabled: "auto" });
  });

  it("cost a section only the keys that have them", async () => {
    const { settings } = await loadText(faulty);
    expect(settings.server).toMatchObject({ host: "127.0.0.1", port: 9546, documents: "loopback" });
    expect(settings.agent.intervalMs).toBe(10_000);
    expect(settings.log).toEqual({ level: "info", format: "json" });
  });

  it("name the variable that has them", async () => {
    const { settings, problems } = await load({
      ECS_METRICS_EXPORTER_PORT: "many",
      TASKVITALS_SERVER_HOST: "::1",
      TASKVITALS_LOGLEVEL: "debug",
    });
    expect(problems.map(({ subject, detail }) => `${subject}: ${detail}`)).toEqual([
      "TASKVITALS_LOGLEVEL: environment variable; did you mean TASKVITALS_LOG_LEVEL?",
      expect.stringMatching(/^server\.port: environment variable ECS_METRICS_EXPORTER_PORT; .*it is "many"$/),
    ]);
    expect(settings.server).toMatchObject({ host: "::1", port: 9546, documents: "loopback" });
  });

  it("are told of sections that are none", async () => {
    const { problems } = await loadText("inputs: all\nserver: 9546\n");
    expect(problems.map(({ subject, detail }) => `${subject}: ${detail}`)).toEqual([
      expect.stringMatching(/^server: line 2, column 9; .*it is 9546$/),
      "inputs: line 1, column 9; keys with values are expected",
    ]);
  });

  it("of syntax leave the environment and the defaults in force", async () => {
    const { settings, problems } = await loadText("server: [", { TASKVITALS_LOG_LEVEL: "debug" });
    expect(problems).toMatchObject([{ code: "config-syntax", subject: "TASKVITALS_CONFIG_CONTENT" }]);
    expect(settings.log.level).toBe("debug");
  });
});

describe("variables in the text", () => {
  it("are filled in, with their types", async () => {
    const text = "intervalMs: ${INTERVAL:-5000}\nserver:\n  host: ${HOST}\n  port: ${PORT}\n";
    const { settings, problems } = await loadText(text, { HOST: "127.0.0.1", PORT: "9600" });
    expect(problems).toEqual([]);
    expect(settings.agent.intervalMs).toBe(5000);
    expect(settings.server).toMatchObject({ host: "127.0.0.1", port: 9600 });
  });

  it("that are not set turn off the part that refers to them", async () => {
    const text = "inputs:\n  docker-engine:\n    enabled: on\n    timeoutMs: ${TIMEOUT}\n";
    const { settings, problems } = await loadText(text);
    expect(problems).toEqual([
      { code: "config-variable", subject: "${TIMEOUT}", detail: "TASKVITALS_CONFIG_CONTENT, line 4, column 16" },
    ]);
    expect(settings.inputs["docker-engine"]).toMatchObject({ enabled: "on", valid: false });
    expect(settings.inputs["ecs-task-metadata"]).toMatchObject({ valid: true });
  });
});
