import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openFakeCluster } from "../../../test/fakes/elasticsearch/cluster.ts";
import { serveCluster } from "../../../test/fakes/elasticsearch/server.ts";
import { openFakeOtlp } from "../../../test/fakes/otlp/server.ts";
import { receivers, startReceivers } from "../../../test/fakes/receivers.ts";
import { openFakeRemoteWrite } from "../../../test/fakes/remote-write/server.ts";
import { freePort } from "../../../test/free-port.ts";
import { pushDeps } from "../../../test/push-deps.ts";
import { outputs } from "../../outputs/registry.ts";
import { systemClock } from "../../platform/clock.ts";
import { nodeHttpClient } from "../../platform/http-client.ts";
import { openRawServer } from "../../platform/test/raw-server.ts";
import type { StandardOutput } from "../../ports/standard-output.ts";
import { problem } from "../../problems/problem.ts";
import { type OutputAnswer, outputLine, probeOutputs } from "./outputs.ts";

const http = nodeHttpClient();
afterAll(() => http.close());

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});
const opened = <T extends AsyncDisposable>(one: T): T => {
  open.push(one);
  return one;
};

const forEver = new AbortController().signal;

const ask = async (
  name: string,
  options: Readonly<Record<string, unknown>>,
  stdout?: StandardOutput,
): Promise<OutputAnswer> => {
  const definition = outputs.find((one) => one.name === name);
  if (definition?.kind !== "push") throw new Error(`${name} does not send`);
  const config = definition.config.parse(options);
  const deps = pushDeps(stdout === undefined ? { http } : { http, stdout });
  const sender = { name, output: definition.create(config, deps), limits: definition.limits(config) };
  const [answer] = await probeOutputs([sender], systemClock, forEver);
  if (answer === undefined) throw new Error("nobody answered");
  return answer;
};

/** How each output's configuration says where to send, and with what key. */
const addressed: Readonly<Record<string, (url: string, query?: string) => Readonly<Record<string, unknown>>>> = {
  datadog: (url) => ({ url, apiKey: "0123456789abcdef0123456789abcdef", hostname: "here" }),
  mackerel: (url) => ({ apiBase: url, apiKey: "k-e-y" }),
  elasticsearch: (url) => ({ hosts: [url], apiKey: "k-e-y" }),
  "prometheus-remote-write": (url, query = "") => ({ url: `${url}/api/v1/write${query}`, bearerToken: "k-e-y" }),
  otlp: (url, query = "") => ({ endpoint: `${url}${query}`, headers: ["x-key=k-e-y"] }),
};

const names = Object.keys(addressed);
const sending = (name: string, url: string): Promise<OutputAnswer> =>
  ask(name, addressed[name]?.(url, "?token=k-e-y") ?? {});

const secrets = ["0123456789abcdef", "k-e-y"];
const expectNothingSecret = (answer: OutputAnswer): void => {
  for (const secret of secrets) expect(JSON.stringify(answer)).not.toContain(secret);
};

it("every output that sends can be asked, and says where it sends", () => {
  for (const definition of outputs) {
    if (definition.kind !== "push") continue;
    const { probe, address } = definition.create(definition.config.parse({}), pushDeps({ http }));
    expect([definition.name, typeof probe, typeof address]).toEqual([definition.name, "function", "string"]);
  }
  const senders = outputs.filter(({ kind }) => kind === "push").map(({ name }) => name);
  expect(senders.toSorted()).toEqual([...names, "stdout"].toSorted());
});

describe.each(names)("%s", (name) => {
  it("answers at the right address with the right key", async () => {
    const receiver = (await startReceivers([name], 0)).get(name);
    if (receiver === undefined) throw new Error(`no stand-in of ${name}`);
    opened(receiver);
    const answer = await ask(name, receiver.settings);
    expect(answer).toMatchObject({ state: "ok", address: expect.stringContaining("http://127.0.0.1:") });
    expect(outputLine(answer)).toMatch(/^ok .* http:\/\/127\.0\.0\.1:\d+.*: ready, in \d+ ms$/);
  });

  it("tells of a host that does not resolve", async () => {
    // Too long a label for any resolver to ask for.
    const answer = await sending(name, `http://${"x".repeat(64)}.invalid`);
    expect(answer).toMatchObject({ state: "no", problem: { code: "output-unreachable" } });
    expectNothingSecret(answer);
  });

  it("tells of an address where nobody listens", async () => {
    const answer = await sending(name, `http://127.0.0.1:${await freePort()}`);
    expect(answer).toMatchObject({ state: "no", problem: { code: "output-unreachable" } });
    expect(answer.verdict).toContain("ECONNREFUSED");
    expectNothingSecret(answer);
  });

  it("tells of TLS that fails", async () => {
    // A server of plain HTTP: what it answers is no TLS.
    const server = opened(await openFakeRemoteWrite());
    const answer = await sending(name, server.url.replace("http:", "https:"));
    expect(answer).toMatchObject({ state: "no", problem: { code: "output-unreachable" } });
    expect(answer.verdict).toMatch(/SSL|TLS/);
    expectNothingSecret(answer);
  });

  it("tells of a server that does not answer, in its time", async () => {
    const server = await openRawServer(() => {});
    const sinceMs = performance.now();
    const answer = await sending(name, server.url);
    expect(performance.now() - sinceMs).toBeLessThan(10_000);
    expect(answer).toMatchObject({ state: "no", problem: { code: "output-timeout" } });
    expectNothingSecret(answer);
    await server.close();
  });
});

describe("a wrong key", () => {
  const refusing: Readonly<Record<string, () => Promise<string>>> = {
    datadog: async () => String((await withReceiver("datadog")).url),
    mackerel: async () => String((await withReceiver("mackerel")).apiBase),
    elasticsearch: async () => opened(await serveCluster(openFakeCluster({ authorization: "ApiKey other" }))).url,
    "prometheus-remote-write": async () => opened(await openFakeRemoteWrite({ authorization: "Bearer other" })).url,
    otlp: async () => opened(await openFakeOtlp({ header: ["x-key", "other"] })).url,
  };
  const withReceiver = async (name: string): Promise<Readonly<Record<string, unknown>>> => {
    const receiver = (await startReceivers([name], 0)).get(name);
    if (receiver === undefined) throw new Error(`no stand-in of ${name}`);
    return opened(receiver).settings;
  };

  it.each(names)("of %s is told, and not shown", async (name) => {
    const url = (await refusing[name]?.()) ?? "";
    const options = addressed[name]?.(url) ?? {};
    const answer = await ask(name, name === "datadog" ? { ...options, apiKey: "k-e-y".padEnd(32, "0") } : options);
    expect(answer).toMatchObject({ state: "no", problem: { code: "output-key" } });
    expectNothingSecret(answer);
  });

  it("has a stand-in for each", () => {
    expect(Object.keys(refusing).toSorted()).toEqual(Object.keys(receivers).toSorted());
  });
});

describe("stdout", () => {
  const leadingTo = (outlet: ReturnType<StandardOutput["outlet"]>): StandardOutput => ({
    outlet: () => outlet,
    write: async () => ({ ok: true }),
  });

  it("says what it leads to", async () => {
    const answer = await ask("stdout", { format: "emf" }, leadingTo("pipe"));
    expect(outputLine(answer)).toMatch(/^ok {5}stdout {18}a pipe: ready, in \d+ ms$/);
  });

  it("says that what is written vanishes", async () => {
    const answer = await ask("stdout", { format: "emf" }, leadingTo("nothing"));
    expect(answer).toMatchObject({ state: "no", problem: { code: "stdout-closed" } });
  });
});

describe("an output", () => {
  const limits = { maxItems: 1, maxBytes: 1, maxAgeMs: 1, cadenceMs: 1, maxRequestsPerSecond: 1 };
  const base = {
    select: () => [],
    encode: () => {
      throw new Error("nothing is sent");
    },
    deliver: () => Promise.reject(new Error("nothing is sent")),
  };

  it("that cannot be asked says so; one that throws costs the others nothing", async () => {
    const answers = await probeOutputs(
      [
        { name: "mute", output: base, limits },
        { name: "broken", output: { ...base, probe: () => Promise.reject(new Error("k-e-y")) }, limits },
        { name: "fine", output: { ...base, address: "here", probe: async () => ({ kind: "accepted" }) }, limits },
        {
          name: "held",
          output: { ...base, probe: async () => ({ kind: "hold", problem: problem("output-key", "there", "401") }) },
          limits,
        },
      ],
      systemClock,
      forEver,
    );
    expect(answers.map(({ state }) => state)).toEqual(["not asked", "no", "ok", "no"]);
    expect(answers.map((answer) => answer.problem?.code)).toEqual([
      undefined,
      "output-crashed",
      undefined,
      "output-key",
    ]);
    expect(answers.map(outputLine)[0]).toContain("no way to ask");
    for (const answer of answers) expectNothingSecret(answer);
  });
});
