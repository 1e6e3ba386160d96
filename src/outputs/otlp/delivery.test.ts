import { afterEach, describe, expect, it } from "vitest";
import { type FakeOtlp, type FakeOtlpOptions, openFakeOtlp } from "../../../test/fakes/otlp/server.ts";
import { noSignal, pushDeps } from "../../../test/push-deps.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { HttpClient, HttpRequest } from "../../ports/http-client.ts";
import type { DeliveryOutcome, PushOutputDeps } from "../../ports/push-output.ts";
import { fargateSnapshot } from "../prometheus/sample-snapshots.ts";
import { otlp } from "./index.ts";

const snapshot = fargateSnapshot();
const opened: FakeOtlp[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((fake) => fake[Symbol.asyncDispose]()));
});

/** The same task some seconds later: everything is newer, and counters have grown. */
const later = (seconds: number): Snapshot => ({
  ...snapshot,
  takenAtMs: snapshot.takenAtMs + seconds * 1000,
  entries: snapshot.entries.map((entry) => ({
    ...entry,
    points: entry.points.map((point) => ({
      ...point,
      value: point.value === 1 ? 1 : point.value + seconds,
      atMs: point.atMs + seconds * 1000,
    })),
  })),
});

/** Counters know when they began. */
const since = (sinceMs: number): Snapshot => ({
  ...snapshot,
  entries: snapshot.entries.map((entry) => ({
    ...entry,
    points: entry.points.map((point) => (point.metric.endsWith("cpu.time") ? { ...point, sinceMs } : point)),
  })),
});

const open = async (
  config: Record<string, unknown> = {},
  fakeOptions: FakeOtlpOptions = {},
  deps: Partial<PushOutputDeps> = {},
) => {
  const fake = await openFakeOtlp({ nowMs: () => snapshot.takenAtMs, ...fakeOptions });
  opened.push(fake);
  const clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} };
  const output = otlp.create(
    otlp.config.parse({ endpoint: fake.url, instance: "here", timeoutMs: 1000, ...config }),
    pushDeps({ clock, ...deps }),
  );
  const push = (...snapshots: readonly Snapshot[]): Promise<DeliveryOutcome> =>
    output.deliver(
      output.encode(output.select(snapshots.map((one) => ({ kind: "snapshot", snapshot: one })))),
      noSignal,
    );
  return { fake, output, push };
};

const protocols = [{ protocol: "http/protobuf" }, { protocol: "http/json" }];

describe("a snapshot", () => {
  it.each(protocols)("arrives whole, to the letter of the specification (%j)", async (config) => {
    const { fake, push } = await open(config);
    const startMs = snapshot.takenAtMs - 3_600_000;
    expect(await push(since(startMs))).toEqual({ kind: "accepted" });
    const [cpu] = fake.find("container.cpu.time", { "container.name": "web" });
    const timeMs = snapshot.takenAtMs - 2500;
    expect(cpu).toMatchObject({ unit: "s", data: "sum", attributes: {} });
    expect(cpu?.points).toEqual([{ value: 12.5, whole: false, timeMs, startMs }]);
    expect(cpu?.resource).toMatchObject({
      "service.name": "web",
      "aws.ecs.task.family": "web",
      "aws.ecs.launchtype": "fargate",
    });
    const [memory] = fake.find("container.memory.usage", { "container.name": "web" });
    expect(memory?.points).toEqual([{ value: 50_000_000, whole: true, timeMs }]);
    const received = fake.find("ecs.task.network.io", { "network.io.direction": "receive" });
    expect(received.map(({ attributes, points }) => [attributes["network.interface.name"], points[0]?.value])).toEqual([
      ["eth1", 7000],
    ]);
  });

  it("tells every state a resource may be in, one of them present", async () => {
    const { fake, push } = await open();
    await push(snapshot);
    const states = fake.find("container.status", { "container.name": "web", type: "known" });
    expect(states.length).toBeGreaterThan(5);
    expect(states.filter(({ points }) => points[0]?.value === 1).map(({ attributes }) => attributes.status)).toEqual([
      "RUNNING",
    ]);
  });

  it("of several in one interval is the last", async () => {
    const { fake, push } = await open({ intervalMs: 60_000 }, { nowMs: () => snapshot.takenAtMs + 120_000 });
    expect(await push(snapshot, later(20), later(40), later(60), later(80))).toEqual({ kind: "accepted" });
    const [cpu] = fake.find("container.cpu.time", { "container.name": "web" });
    expect(cpu?.points.map(({ value }) => value)).toEqual([52.5, 92.5]);
    expect(fake.requests.length).toBe(1);
  });

  it("after snapshot is in order, in requests of any size", async () => {
    const { fake, output, push } = await open({ intervalMs: 10_000 }, { nowMs: () => snapshot.takenAtMs + 60_000 });
    await push(snapshot);
    const items = output.select([10, 20].map((seconds) => ({ kind: "snapshot", snapshot: later(seconds) })));
    for (let from = 0; from < items.length; from += 7) {
      expect(await output.deliver(output.encode(items.slice(from, from + 7)), noSignal)).toEqual({ kind: "accepted" });
    }
    const [cpu] = fake.find("container.cpu.time", { "container.name": "web" });
    expect(cpu?.points.map(({ value }) => value)).toEqual([12.5, 22.5, 32.5]);
  });

  it("is all there is to tell: happenings are for others", async () => {
    const { output } = await open();
    expect(output.select([{ kind: "happenings", happenings: [] }])).toEqual([]);
  });
});

describe("a receiver that refuses some of the points", () => {
  it.each(protocols)("has them counted, and why (%j)", async (config) => {
    const { fake, output, push } = await open(config, { nowMs: () => snapshot.takenAtMs + 60_000 });
    await push(later(10));
    const second = otlp.create(otlp.config.parse({ endpoint: fake.url, instance: "here", ...config }), {
      ...pushDeps(),
      clock: { now: () => 0, monotonic: () => 0, sleep: async () => {} },
    });
    const items = second.select([{ kind: "snapshot", snapshot: later(10) }]);
    const changed = items.map((item, place) => {
      const { measure } = item;
      const plain = measure.data === "sum" || measure.data === "gauge";
      return place < 3 && plain ? { ...item, measure: { ...measure, value: measure.value + 0.5 } } : item;
    });
    const outcome = await output.deliver(second.encode(changed), noSignal);
    expect(outcome).toEqual({
      kind: "partly",
      rejected: [0, 1, 2].map((index) => ({ index, reason: "rejected", again: false })),
      problem: {
        code: "output-refused",
        subject: `${fake.url}/v1/metrics`,
        detail: expect.stringMatching(/^3 data points refused: .*two values at one time/),
      },
    });
  });

  it("never has more of them counted than there were", async () => {
    const { fake, push, output } = await open({ protocol: "http/json" });
    const body = '{"partialSuccess":{"rejectedDataPoints":"9007199254740991","errorMessage":"all"}}';
    fake.faults.add({ kind: "answer", status: 200, headers: { "content-type": "application/json" }, body });
    const points = output.select([{ kind: "snapshot", snapshot }]).length;
    const outcome = await push(later(60));
    expect(outcome.kind === "partly" && outcome.rejected.length).toBe(points);
  });

  it("may only warn", async () => {
    const { fake, push } = await open({ protocol: "http/json" });
    const body = '{"partialSuccess":{"errorMessage":"long names"}}';
    fake.faults.add({ kind: "answer", status: 200, headers: { "content-type": "application/json" }, body });
    expect(await push(snapshot)).toEqual({ kind: "accepted" });
  });
});

describe("what a receiver refuses", () => {
  it("for its shape is bad, with the receiver's words", async () => {
    const { push, fake } = await open();
    const words = "no such thing";
    fake.faults.add({
      kind: "answer",
      status: 400,
      headers: { "content-type": "application/json" },
      body: `{"message":"${words}"}`,
    });
    expect(await push(snapshot)).toMatchObject({ kind: "bad", problem: { detail: `status 400: ${words}` } });
  });

  it.each<[string, Parameters<FakeOtlp["faults"]["add"]>[0], Partial<DeliveryOutcome>]>([
    ["a key", { kind: "answer", status: 401 }, { kind: "hold" }],
    ["an address", { kind: "answer", status: 404 }, { kind: "hold" }],
    ["a size", { kind: "answer", status: 413 }, { kind: "too-large" }],
    ["for now", { kind: "answer", status: 429, headers: { "retry-after": "3" } }, { kind: "retry", afterMs: 3000 }],
    ["with a trouble of its own", { kind: "answer", status: 503 }, { kind: "retry" }],
    ["with a page", { kind: "html" }, { kind: "retry" }],
    ["with an answer that is none", { kind: "answer", status: 200, body: "OK" }, { kind: "retry" }],
    ["with half an answer", { kind: "cut" }, { kind: "retry" }],
    ["by hanging up", { kind: "reset" }, { kind: "retry" }],
    ["by saying nothing", { kind: "silence" }, { kind: "retry" }],
  ])("%s", async (_name, fault, outcome) => {
    const { fake, push } = await open();
    fake.faults.add(fault);
    expect(await push(snapshot)).toMatchObject(outcome);
  });

  it("never brings a secret to light", async () => {
    const { fake, push } = await open({ headers: ["api-key=se%20cret-1"] });
    fake.faults.add({ kind: "answer", status: 403, body: "not you, se cret-1 (se%20cret-1)" });
    const outcome = JSON.stringify(await push(snapshot));
    expect(outcome).toContain("not you");
    expect(outcome).not.toContain("cret-1");
  });
});

/** A client that remembers what it was asked, and takes everything. */
const recordingClient = (): HttpClient & { readonly requests: HttpRequest[] } => {
  const requests: HttpRequest[] = [];
  return {
    requests,
    request: async (request) => {
      requests.push(request);
      return { ok: true, status: 200, headers: {}, body: "", bytes: new Uint8Array() };
    },
    lines: async () => ({ ok: false, reason: "other", detail: "" }),
    close: async () => {},
  };
};

describe("the address", () => {
  it.each([
    [{ endpoint: "http://c:4318" }, "http://c:4318/v1/metrics"],
    [{ endpoint: "http://c:4318/otlp/" }, "http://c:4318/otlp/v1/metrics"],
    [{ endpoint: "http://c:4318/otlp" }, "http://c:4318/otlp/v1/metrics"],
    [{ endpoint: "http://c:4318", metricsEndpoint: "https://m/push?x=1" }, "https://m/push?x=1"],
    [{ metricsEndpoint: "https://m" }, "https://m/"],
  ])("of %j is %s", async (config, url) => {
    const http = recordingClient();
    const output = otlp.create(otlp.config.parse(config), pushDeps({ http }));
    await output.deliver(output.encode([]), noSignal);
    expect(http.requests.map((request) => request.url)).toEqual([url]);
  });

  it("of gRPC is pointed out", async () => {
    const failing: HttpClient = {
      ...recordingClient(),
      request: async () => ({ ok: false, reason: "reset", detail: "other side closed" }),
    };
    const probe = (endpoint: string) =>
      otlp.create(otlp.config.parse({ endpoint }), pushDeps({ http: failing })).probe?.(noSignal);
    expect(JSON.stringify(await probe("http://c:4317"))).toContain("4318 the one over HTTP");
    expect(JSON.stringify(await probe("http://c:4318"))).not.toContain("gRPC");
  });
});

describe("CloudWatch", () => {
  const metricsEndpoint = "https://monitoring.eu-central-1.amazonaws.com/v1/metrics";

  it("gets requests that are signed for it", async () => {
    const http = recordingClient();
    const clock = { now: () => Date.UTC(2026, 2, 1), monotonic: () => 0, sleep: async () => {} };
    const output = otlp.create(otlp.config.parse({ metricsEndpoint }), pushDeps({ http, clock }));
    expect(await output.deliver(output.encode([]), noSignal)).toEqual({ kind: "accepted" });
    expect(http.requests[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260301\/eu-central-1\/monitoring\/aws4_request, SignedHeaders=content-encoding;content-type;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it("gets them unsigned when signing is off", async () => {
    const http = recordingClient();
    const output = otlp.create(
      otlp.config.parse({ metricsEndpoint, sigv4: "off", headers: ["Authorization=Bearer key"] }),
      pushDeps({ http }),
    );
    await output.deliver(output.encode([]), noSignal);
    expect(http.requests[0]?.headers).toMatchObject({ Authorization: "Bearer key" });
  });
});

describe("a probe", () => {
  it.each(protocols)("sends no data (%j)", async (config) => {
    const { fake, output } = await open(config);
    expect(await output.probe?.(noSignal)).toEqual({ kind: "accepted" });
    expect(fake.requests.length).toBe(1);
    expect(fake.streams.size).toBe(0);
  });
});
