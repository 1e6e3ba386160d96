import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { loadSettings } from "../../config/load.ts";
import type { Place } from "../../model/place.ts";
import type { HttpClient, HttpFailure, HttpResponse } from "../../ports/http-client.ts";
import type { ServeHttp } from "../../ports/http-server.ts";
import { problem } from "../../problems/problem.ts";
import { candidatesOf } from "./candidates.ts";
import { portState } from "./port.ts";
import { probe } from "./probe.ts";
import { probeLine, reportLines } from "./report.ts";

const noFiles = {
  readText: async () => ({ ok: false, reason: "not-found", detail: "" }) as const,
  list: async () => [],
  isSocket: async () => false,
  fileSystem: async () => ({ ok: false, reason: "not-found", detail: "" }) as const,
};

const answering = (answer: Partial<HttpResponse> | HttpFailure): HttpClient & { readonly asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    request: async ({ url, socketPath = "" }) => {
      asked.push(`${socketPath} ${url}`.trim());
      if (answer.ok === false) return answer;
      return { ok: true, status: 200, headers: {}, body: "{}", ...answer };
    },
    lines: async () => ({ ok: false, reason: "other", detail: "" }),
    close: async () => {},
  };
};

const candidates = async (environment: Readonly<Record<string, string>>, place: Partial<Place> = {}) => {
  const { settings } = await loadSettings({ environment, files: noFiles });
  return candidatesOf({ environment, settings, place: { form: "standalone", reasons: [], ...place } });
};

const summary = (found: Awaited<ReturnType<typeof candidates>>): readonly string[] =>
  found.map((one) => ("why" in one ? `- ${one.name}: ${one.why}` : `${one.name} ${one.shown}`));

describe("who is asked", () => {
  it("nobody outside of ECS without Docker, so that nothing is waited for", async () => {
    expect(summary(await candidates({}))).toEqual([
      "- metadata v4: ECS_CONTAINER_METADATA_URI_V4 is not set",
      "- metadata v3: ECS_CONTAINER_METADATA_URI is not set",
      "- metadata v2: not asked: nothing says that this is inside ECS",
      "- all tasks: only v4 has it",
      "- Docker Engine: no socket at /var/run/docker.sock, and none is configured",
    ]);
  });

  it("every endpoint inside a task", async () => {
    const url = "http://169.254.170.2/v4/abc";
    const environment = {
      ECS_CONTAINER_METADATA_URI_V4: url,
      ECS_CONTAINER_METADATA_URI: "http://169.254.170.2/v3/abc",
      AWS_EXECUTION_ENV: "AWS_ECS_FARGATE",
    };
    const place = { metadata: { version: "v4", url, from: "" } as const, dockerSocket: "/var/run/docker.sock" };
    expect(summary(await candidates(environment, place))).toEqual([
      "metadata v4 http://169.254.170.2/v4/abc/task",
      "metadata v3 http://169.254.170.2/v3/abc/task",
      "metadata v2 http://169.254.170.2/v2/metadata",
      "all tasks http://169.254.170.2/v4/abc/tasks",
      "Docker Engine unix:///var/run/docker.sock",
    ]);
  });

  it("the configured addresses, without a password or a query in them", async () => {
    const found = await candidates({
      TASKVITALS_INPUTS_ECS_TASK_METADATA_URL: "http://me:hush@127.0.0.1:51678/v4/x?token=hush",
      DOCKER_HOST: "tcp://127.0.0.1:2375",
    });
    expect(summary(found)).toContain("metadata http://127.0.0.1:51678/v4/x");
    expect(summary(found)).toContain("Docker Engine tcp://127.0.0.1:2375");
    expect(JSON.stringify(found)).not.toContain("hush");
  });

  it("nobody at an address that is none", async () => {
    expect(summary(await candidates({ ECS_CONTAINER_METADATA_URI_V4: "localhost" }))[0]).toBe(
      "- metadata v4: ECS_CONTAINER_METADATA_URI_V4 is no http address",
    );
  });
});

describe("what they say", () => {
  const candidate = { name: "all tasks", from: "a variable", url: "http://127.0.0.1/x", shown: "http://127.0.0.1/x" };
  const ask = (answer: Parameters<typeof answering>[0], more = {}) =>
    probe(
      { ...candidate, ...more },
      { http: answering(answer), clock: openFakeClock(), signal: new AbortController().signal },
    );

  it("status, latency and version of the API", async () => {
    const probed = await ask({ headers: { "api-version": "1.47" } });
    expect(probeLine(probed)).toBe("ok     all tasks      http://127.0.0.1/x: 200 in 0 ms, API 1.47 (a variable)");
  });

  it("what a status means there", async () => {
    const probed = await ask({ status: 404 }, { meanings: { 404: "no managed daemon" } });
    expect(probeLine(probed)).toBe(
      "no     all tasks      http://127.0.0.1/x: 404 in 0 ms, no managed daemon (a variable)",
    );
  });

  it("why there is no answer", async () => {
    const probed = await ask({ ok: false, reason: "refused", detail: "connect ECONNREFUSED" });
    expect(probed).toMatchObject({ answered: false, verdict: "refused: connect ECONNREFUSED" });
  });
});

describe("the port", () => {
  const taken: ServeHttp = async () => ({ ok: false, problem: problem("port-in-use", "*:9546") });
  const state = (serve: ServeHttp, answer: Parameters<typeof answering>[0] = {}) =>
    portState({ serve, http: answering(answer) }, { port: 9546 });

  it("is free, and left free", async () => {
    const closed: number[] = [];
    const close = async (graceMs: number) => void closed.push(graceMs);
    expect(await state(async () => ({ ok: true, port: 9546, close }))).toEqual({ verdict: "9546 is free" });
    expect(closed).toEqual([0]);
  });

  it("may be another taskvitals's, which is no trouble", async () => {
    expect(await state(taken, { body: '{"status":"ok","inputs":{"docker-engine":"up"}}' })).toEqual({
      verdict: "9546 is in use by a taskvitals that runs already (docker-engine up)",
    });
  });

  it.each([{ body: "<html>" }, { body: "{}" }, { status: 404 }, { ok: false, reason: "reset", detail: "" } as const])(
    "is another program's that says %j",
    async (answer) => {
      const { verdict, problem: found } = await state(taken, answer);
      expect(verdict).toBe("9546 is in use by another program");
      expect(found?.code).toBe("port-in-use");
    },
  );

  it("may not be opened", async () => {
    const serve: ServeHttp = async () => ({ ok: false, problem: problem("port-forbidden", "*:80") });
    expect(await state(serve)).toMatchObject({ problem: { code: "port-forbidden" } });
  });
});

describe("the report", () => {
  it("ends well", () => {
    expect(reportLines([{ title: "Port", lines: ["9546 is free"] }], [], 80)).toEqual([
      "Port",
      "  9546 is free",
      "",
      "All is well.",
      "",
    ]);
  });

  it("says what to do about each problem, within the width", () => {
    const lines = reportLines([], [problem("docker-forbidden", "unix:///var/run/docker.sock")], 60);
    expect(lines[0]).toBe("1 problem");
    expect(lines[1]).toMatch(/^ {2}1\. The Docker Engine's socket may not be opened:/);
    expect(lines.join(" ").replace(/\s+/g, " ")).toContain("Run as root or with the group that owns the socket");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  });
});
