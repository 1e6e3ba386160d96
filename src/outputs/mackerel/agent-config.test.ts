import { describe, expect, it } from "vitest";
import { openWorld } from "../../../test/fakes/mackerel/output-world.ts";
import { agentConfigFrom, agentConfigFromText } from "./agent-config.ts";
import { mackerelConfig } from "./config.ts";
import { regexpOf } from "./go-regexp.ts";
import { settingsOf } from "./settings.ts";

const file = `
apikey: from-file
apibase: https://mackerel.example/
root: /var/tmp/mackerel-container-agent
roles:
  - shop:web
  - "shop: all"
display_name: web
memo: hello
ignoreContainer: "(?i)^PAUSE"
hostStatusOnStart: standby
hostIdStore: memory
readinessProbe: { http: { path: /ready } }
plugin:
  metrics:
    redis: { command: [mackerel-plugin-redis] }
misspelt: 1
`;

describe("a container agent's configuration", () => {
  it("is translated", () => {
    expect(agentConfigFromText(file).options).toEqual({
      apiKey: "from-file",
      apiBase: "https://mackerel.example/",
      roles: ["shop:web", "shop: all"],
      displayName: "web",
      memo: "hello",
      ignoreContainer: "(?i)^PAUSE",
      hostStatusOnStart: "standby",
    });
  });

  it("names what has no effect, and why", () => {
    expect(agentConfigFromText(file).remarks.map((remark) => remark.split(":")[0])).toEqual([
      "root",
      "hostIdStore",
      "readinessProbe",
      "plugin",
      "misspelt",
    ]);
  });

  it("takes both spellings of the display name", () => {
    expect(agentConfigFrom({ displayName: "a" }).options).toEqual({ displayName: "a" });
    expect(agentConfigFrom({ display_name: "b" }).options).toEqual({ displayName: "b" });
  });

  it.each([
    [{ apikey: 12 }, "apikey: not a value that is allowed"],
    [{ roles: ["no role"] }, "roles: not a value that is allowed"],
    [{ ignoreContainer: "(" }, "ignoreContainer: not a value that is allowed"],
    [{ hostStatusOnStart: "asleep" }, "hostStatusOnStart: not a value that is allowed"],
  ])("says without the value what is wrong with %j", (tree, remark) => {
    expect(agentConfigFrom(tree)).toEqual({ options: {}, remarks: [remark] });
  });

  it.each([
    ["", []],
    ["# nothing", []],
    ["- a list", ["it is not a mapping of keys"]],
    ["a: [", ["it is not YAML"]],
  ])("may be %j", (text, remarks) => {
    expect(agentConfigFromText(text)).toEqual({ options: {}, remarks });
  });

  it("counts after our own options and variables", () => {
    const settings = settingsOf(mackerelConfig.parse({ agentConfig: file, memo: "ours", roles: ["a1:b1"] }));
    expect(settings).toMatchObject({
      apiKey: "from-file",
      apiBase: "https://mackerel.example",
      memo: "ours",
      roles: ["a1:b1"],
      hostStatusOnStart: "standby",
    });
    expect(settings.ignores("pause-1")).toBe(true);
    expect(settings.ignores("web")).toBe(false);
  });

  it("is told of, as long as parts of it have no effect", async () => {
    await using world = await openWorld({
      config: { agentConfig: "readinessProbe: {}", agentConfigFile: "/etc/mackerel.yml" },
    });
    expect(await world.prepare(undefined)).toMatchObject({
      kind: "partly",
      problem: {
        code: "mackerel-agent-config",
        detail: expect.stringMatching(/MACKEREL_AGENT_CONFIG: .*readinessProbe: /),
      },
    });
  });
});

describe("the options", () => {
  it("have defaults", () => {
    expect(settingsOf(mackerelConfig.parse({}))).toMatchObject({
      apiKey: "",
      apiBase: "https://api.mackerelio.com",
      roles: [],
      hosts: "task",
      whenTaskEnds: "retire",
      metrics: ["container", "custom"],
      remarks: [],
    });
  });

  it.each([
    { apiBase: "ftp://x" },
    { apiBase: "api.mackerelio.com" },
    { roles: ["web"] },
    { roles: ["shop:-web"] },
    { ignoreContainer: "[" },
    { serviceMetrics: { service: "-" } },
    { serviceMetrics: { prefix: "a..b" } },
    { budget: { metrics: -1 } },
    { unknown: 1 },
  ])("refuse %j", (config) => {
    expect(mackerelConfig.safeParse(config).success).toBe(false);
  });
});

describe("a regular expression of Go", () => {
  it.each([
    ["^web$", "web", true],
    ["(?i)WEB", "a web", true],
    ["(?P<name>web)", "web", true],
    ["(?s)a.b", "a\nb", true],
    ["web", "db", false],
  ])("%s on %j", (pattern, text, found) => {
    expect(regexpOf(pattern)?.test(text)).toBe(found);
  });

  it("that is none is undefined", () => {
    expect(regexpOf("(")).toBeUndefined();
  });
});
