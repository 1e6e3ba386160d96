import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openFakeOtlp } from "./server.ts";

const ns = "1772366400000000000";

interface Told {
  readonly status: number;
  readonly body: string;
}

const point = (more: object = {}) => ({ attributes: [], timeUnixNano: ns, asDouble: 1, ...more });
const gauge = (...points: readonly object[]) => ({ name: "a.gauge", gauge: { dataPoints: points } });
const sum = (...points: readonly object[]) => ({
  name: "a.sum",
  sum: { dataPoints: points, aggregationTemporality: 2, isMonotonic: true },
});
const name = { key: "service.name", value: { stringValue: "web" } };
const request = (metrics: readonly object[], attributes: readonly object[] = [name]) => ({
  resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ scope: { name: "x" }, metrics }] }],
});

const send = async (...bodies: readonly unknown[]): Promise<readonly Told[]> => {
  await using fake = await openFakeOtlp({ nowMs: () => 1_772_366_460_000 });
  const told: Told[] = [];
  for (const body of bodies) {
    const response = await fetch(`${fake.url}/v1/metrics`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
      body: gzipSync(JSON.stringify(body)),
    });
    told.push({ status: response.status, body: await response.text() });
  }
  return told;
};

describe("a request that is right", () => {
  it("is taken, with an answer that says nothing else", async () => {
    expect(await send(request([gauge(point()), sum(point({ attributes: [name] }))]))).toEqual([
      { status: 200, body: "{}" },
    ]);
  });
});

describe("a request that is wrong in its shape", () => {
  it.each<[string, unknown, RegExp]>([
    ["no service.name", request([gauge(point())], []), /service.name/],
    ["a key twice", request([gauge(point())], [name, name]), /key comes twice/],
    ["a field nobody knows", { ...request([gauge(point())]), extra: 1 }, /extra/],
    ["original field names", request([{ name: "x", gauge: { data_points: [point()] } }]), /data_points/],
    ["no points", request([gauge()]), /has points/],
    ["no data", request([{ name: "x" }]), /one kind of data/],
    ["two values", request([gauge(point({ asInt: "1" }))]), /not both/],
    ["a number for a time", request([gauge(point({ timeUnixNano: 1 }))]), /timeUnixNano/],
    ["no time", request([gauge(point({ timeUnixNano: "0" }))]), /has a time/],
    ["a metric twice", request([gauge(point()), gauge(point())]), /comes twice/],
    ["a name that is none", request([{ ...gauge(point()), name: "1 metric" }]), /name/],
    [
      "delta temporality",
      request([{ name: "x", sum: { dataPoints: [point()], aggregationTemporality: 1 } }]),
      /cumulative/,
    ],
  ])("is refused: %s", async (_name, body, words) => {
    const [told] = await send(body);
    expect(told?.status).toBe(400);
    expect(told?.body).toMatch(words);
  });
});

describe("points that are wrong", () => {
  const later = "1772366401000000000";
  it.each<[string, readonly unknown[], RegExp]>([
    ["a start after the end", [request([sum(point({ startTimeUnixNano: later }))])], /ends before it starts/],
    ["a start of a gauge", [request([gauge(point({ startTimeUnixNano: ns }))])], /no start/],
    ["below zero", [request([sum(point({ asDouble: -1 }))])], /below zero/],
    ["in the future", [request([gauge(point({ timeUnixNano: "1772396400000000000" }))])], /future/],
    ["two values at one time", [request([gauge(point(), point({ asDouble: 2 }))])], /two values/],
    [
      "a sum that goes back",
      [
        request([sum(point({ startTimeUnixNano: "1", asDouble: 5 }))]),
        request([sum(point({ startTimeUnixNano: "1", timeUnixNano: later, asDouble: 4 }))]),
      ],
      /went back/,
    ],
  ])("are refused one by one: %s", async (_name, bodies, words) => {
    const told = (await send(...bodies)).at(-1);
    expect(told?.status).toBe(200);
    expect(told?.body).toMatch(/"rejectedDataPoints":"1"/);
    expect(told?.body).toMatch(words);
  });

  it("are refused with their whole request where a resource goes back in time", async () => {
    const [, told] = await send(request([gauge(point({ timeUnixNano: later }))]), request([sum(point())]));
    expect(told).toMatchObject({ status: 400, body: expect.stringContaining("target_info") });
  });
});

describe("a receiver", () => {
  it("wants its path, a type it knows, and its key", async () => {
    await using fake = await openFakeOtlp({ header: ["x-key", "yes"] });
    const ask = async (path: string, headers: Record<string, string>) =>
      (await fetch(`${fake.url}${path}`, { method: "POST", headers, body: "" })).status;
    expect(await ask("/v1/traces", {})).toBe(404);
    expect(await ask("/v1/metrics", {})).toBe(401);
    expect(await ask("/v1/metrics", { "x-key": "yes" })).toBe(415);
    expect(await ask("/v1/metrics", { "x-key": "yes", "content-type": "application/x-protobuf" })).toBe(200);
  });

  it("answers what it took, and misbehaves on request", async () => {
    await using fake = await openFakeOtlp();
    const post = (path: string, body: unknown) =>
      fetch(`${fake.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await post("/fake/faults", { kind: "answer", status: 503, times: 1 });
    expect((await post("/v1/metrics", request([gauge(point())]))).status).toBe(503);
    expect((await post("/v1/metrics", request([gauge(point())]))).status).toBe(200);
    expect(await (await fetch(`${fake.url}/fake/state`)).json()).toMatchObject([
      { metric: "a.gauge", points: [{ value: 1 }] },
    ]);
    await fetch(`${fake.url}/fake/state`, { method: "DELETE" });
    expect(await (await fetch(`${fake.url}/fake/state`)).json()).toEqual([]);
  });
});
