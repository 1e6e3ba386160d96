import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { asDeliveries, fargatePlace, openOutput, selected } from "../../../test/datadog/open-output.ts";
import { daemonPlace, daemonSnapshots, taskSnapshots } from "../../../test/datadog/snapshots.ts";
import { openFakeDatadog } from "../../../test/fakes/datadog/server.ts";
import { nodeHttpClient } from "../../platform/http-client.ts";
import type { Delivery, DeliveryOutcome } from "../../ports/push-output.ts";
import type { DatadogItem, SeriesItem } from "./item.ts";

const apiKey = "feedfacefeedfacefeedfacefeedface";
/** The snapshots are of another day: the intake's clock goes by them. */
let intakeMs = Date.now();
const fake = await openFakeDatadog({ apiKey, now: () => intakeMs });
const http = nodeHttpClient();
afterAll(async () => {
  await http.close();
  await fake[Symbol.asyncDispose]();
});
beforeEach(() => {
  fake.store.clear();
  fake.faults.clear();
  intakeMs = Date.now();
});

const signal = new AbortController().signal;

const open = (config: Readonly<Record<string, unknown>> = {}, place = fargatePlace) =>
  openOutput({
    config: { apiKey, url: fake.url, ...config },
    place,
    http,
    clock: { now: () => intakeMs, monotonic: () => performance.now(), sleep: async () => {} },
  });

/** What the delivery chain does, without its patience: each route alone, events one by one. */
const deliverAll = async (
  output: ReturnType<typeof open>,
  deliveries: readonly Delivery[],
): Promise<readonly DeliveryOutcome[]> => {
  const items = selected(output, deliveries);
  const groups = [...Map.groupBy(items, ({ route }) => route).values()].flatMap((group): DatadogItem[][] =>
    group[0]?.route === "events" ? group.map((one) => [one]) : [group],
  );
  const outcomes: DeliveryOutcome[] = [];
  for (const group of groups) outcomes.push(await output.deliver(output.encode(group), signal));
  return outcomes;
};

const seriesItems = (count: number, tagLength = 10): readonly SeriesItem[] =>
  Array.from({ length: count }, (_, place) => ({
    route: "series",
    metric: "test.metric",
    value: place,
    atMs: intakeMs,
    // Digits that do not compress well.
    tags: `t:${Array.from({ length: tagLength }, () => Math.floor(Math.random() * 36).toString(36)).join("")}${place}`,
  }));

describe("delivered to an intake as strict as Datadog's", () => {
  it.each([
    ["the docker dialect of an EC2 daemon", daemonPlace, daemonSnapshots, "docker.cpu.usage", 3],
    ["Fargate", fargatePlace, () => taskSnapshots("shape-fargate-v1"), "ecs.fargate.cpu.usage", 2],
  ] as const)("%s passes as it is", async (_what, place, snapshots, metric, series) => {
    const taken = await snapshots();
    intakeMs = (taken.at(-1)?.takenAtMs ?? 0) + 1000;
    const output = open({ hostname: place === daemonPlace ? "i-0a" : undefined }, place);
    const outcomes = await deliverAll(output, asDeliveries(taken));
    expect(outcomes).toEqual([{ kind: "accepted" }, { kind: "accepted" }]);
    expect(fake.series(metric)).toHaveLength(series);
    expect([...fake.store.remarks]).toEqual([]);
    expect(fake.store.dropped).toEqual([]);
    expect(fake.store.repeated).toBe(0);
  });

  it("every dialect passes, side by side", async () => {
    const taken = await taskSnapshots("shape-fargate-v1");
    intakeMs = (taken.at(-1)?.takenAtMs ?? 0) + 1000;
    const output = open({ dialects: ["docker", "ecs.fargate", "container", "taskvitals"] });
    await deliverAll(output, asDeliveries(taken));
    expect([...fake.store.remarks]).toEqual([]);
    expect(fake.store.repeated).toBe(0);
    expect(fake.series("container.cpu.usage", "runtime:ecsfargate")).toHaveLength(2);
    expect(fake.series("ecs.container.memory.utilization").map(({ unit }) => unit)).toEqual(["fraction", "fraction"]);
  });

  it("checks and events pass", async () => {
    const [snapshot] = await daemonSnapshots();
    const resource = snapshot?.entries.find(({ resource: { scope } }) => scope === "container")?.resource;
    if (snapshot === undefined || resource === undefined) throw new Error("there is a container");
    intakeMs = snapshot.takenAtMs;
    const output = open({ hostname: "i-0a" }, daemonPlace);
    const ended = { kind: "stopped", atMs: intakeMs, resource, facts: { exit_code: "1" } } as const;
    const outcomes = await deliverAll(output, [{ kind: "happenings", happenings: [ended] }]);
    expect(outcomes).toEqual([{ kind: "accepted" }, { kind: "accepted" }]);
    expect(fake.store.checks).toMatchObject([{ check: "docker.exit", status: 2, host: "i-0a" }]);
    expect(fake.store.events).toMatchObject([{ alertType: "error", host: "i-0a" }]);
    expect([...fake.store.remarks]).toEqual([]);
  });
});

describe("when things go wrong", () => {
  const send = (output = open(), items: readonly DatadogItem[] = seriesItems(3)): Promise<DeliveryOutcome> =>
    output.deliver(output.encode(items), signal);

  it("a wrong key holds, and is not shown", async () => {
    const wrong = "deadbeefdeadbeefdeadbeefdeadbeef";
    const outcome = await send(open({ apiKey: wrong }));
    expect(outcome).toMatchObject({ kind: "hold", problem: { code: "output-key" } });
    expect(JSON.stringify(outcome)).not.toContain(wrong);
  });

  it("no key holds, and nothing is asked", async () => {
    const outcome = await send(open({ apiKey: undefined }));
    expect(outcome).toMatchObject({ kind: "hold", problem: { code: "output-key" } });
    expect(fake.store.requests).toEqual([]);
  });

  it.each([
    [
      { kind: "answer", status: 503 },
      { kind: "retry", problem: { code: "output-failing" } },
    ],
    [
      { kind: "answer", status: 429, headers: { "x-ratelimit-reset": "9" } },
      { kind: "retry", afterMs: 9000, problem: { code: "output-throttled" } },
    ],
    [{ kind: "answer", status: 413 }, { kind: "too-large" }],
    [{ kind: "answer", status: 202, body: '{"errors":["no"]}' }, { kind: "bad" }],
    [
      { kind: "poison", word: "test.metric" },
      { kind: "bad", problem: { code: "output-refused" } },
    ],
    [{ kind: "html" }, { kind: "retry", problem: { code: "output-address" } }],
    [{ kind: "empty" }, { kind: "retry", problem: { code: "output-address" } }],
    [{ kind: "cut" }, { kind: "retry", problem: { code: "output-unreachable" } }],
    [{ kind: "reset" }, { kind: "retry", problem: { code: "output-unreachable" } }],
    [
      { kind: "clock", aheadMs: 3_600_000 },
      { kind: "partly", rejected: [], problem: { code: "output-clock" } },
    ],
  ] as const)("%j", async (fault, expected) => {
    fake.faults.add(fault);
    expect(await send()).toMatchObject(expected);
  });

  it("a server that never answers is given up after the time-out", async () => {
    fake.faults.add({ kind: "silence" });
    expect(await send(open({ timeoutMs: 100 }))).toMatchObject({ kind: "retry", problem: { code: "output-timeout" } });
  });

  it("the stop ends a request", async () => {
    fake.faults.add({ kind: "silence" });
    const stop = new AbortController();
    const output = open();
    const outcome = output.deliver(output.encode(seriesItems(1)), stop.signal);
    stop.abort();
    expect(await outcome).toMatchObject({ kind: "retry" });
  });

  it("an address where nobody listens is tried again", async () => {
    const outcome = await send(open({ url: "http://127.0.0.1:1" }));
    expect(outcome).toMatchObject({ kind: "retry", problem: { code: "output-unreachable" } });
  });

  it("more than Datadog takes compressed is not sent at all", async () => {
    const output = open();
    const payload = output.encode(seriesItems(2000, 1500));
    expect(payload.plainBytes).toBeLessThan(5_242_880);
    expect(payload.body.byteLength).toBeGreaterThan(512_000);
    expect(await output.deliver(payload, signal)).toEqual({ kind: "too-large" });
    expect(fake.store.requests).toEqual([]);
  });

  it("as many points as go into one request are within its size, with all tags there are", async () => {
    const taken = await daemonSnapshots();
    intakeMs = taken.at(-1)?.takenAtMs ?? 0;
    const output = open({ dialects: ["docker", "container", "taskvitals"], hostname: "i-0a" }, daemonPlace);
    const some = selected(output, asDeliveries(taken)).filter((one) => one.route === "series");
    const many = Array.from({ length: 2000 }, (_, place) => {
      const one = some[place % some.length];
      if (one === undefined) throw new Error("there are series");
      return { ...one, tags: `${one.tags},place:p${place}` };
    });
    const payload = output.encode(many);
    expect(payload.plainBytes).toBeLessThan(5_242_880);
    expect(await output.deliver(payload, signal)).toEqual({ kind: "accepted" });
  });
});

describe("the probe", () => {
  it("asks whether the key is valid, and sends nothing", async () => {
    expect(await open().probe(signal)).toEqual({ kind: "accepted" });
    expect(await open({ apiKey: "0".repeat(32) }).probe(signal)).toMatchObject({ kind: "hold" });
    expect(fake.store.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /api/v1/validate",
      "GET /api/v1/validate",
    ]);
  });
});
