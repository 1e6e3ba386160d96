import { deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { openFakeDatadog } from "./server.ts";

const apiKey = "feedfacefeedfacefeedfacefeedface";
const nowSeconds = 1_772_366_400;
const fake = await openFakeDatadog({ apiKey, now: () => nowSeconds * 1000 });
afterAll(() => fake[Symbol.asyncDispose]());
beforeEach(() => {
  fake.store.clear();
  fake.faults.clear();
});

const bytesOf = (body: unknown): string | Uint8Array<ArrayBuffer> => {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
};

const post = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(`${fake.url}${path}`, {
    method: "POST",
    body: bytesOf(body),
    headers: { "content-type": "application/json", "dd-api-key": apiKey, ...headers },
  });
  return { status: response.status, text: await response.text() };
};

const series = (more: Readonly<Record<string, unknown>> = {}) => ({
  series: [{ metric: "m", type: 3, points: [{ timestamp: nowSeconds, value: 1 }], tags: ["a:b"], ...more }],
});
const path = "/api/v2/series";

describe("series", () => {
  it("are kept, and told when asked", async () => {
    expect(await post(path, series())).toEqual({ status: 202, text: '{"errors":[]}' });
    const response = await fetch(`${fake.url}/fake/series?metric=m&tag=a:b`);
    expect(await response.json()).toEqual([{ metric: "m", type: 3, tags: ["a:b"], points: [[nowSeconds, 1]] }]);
    expect(fake.series("other")).toEqual([]);
  });

  it.each<[string, Uint8Array]>([
    ["gzip", gzipSync(JSON.stringify(series()))],
    ["deflate", deflateSync(JSON.stringify(series()))],
    ["zstd1", zstdCompressSync(JSON.stringify(series()))],
  ])("may be packed with %s", async (encoding, body) => {
    expect((await post(path, body, { "content-encoding": encoding })).status).toBe(202);
    expect(fake.store.points.size).toBe(1);
  });

  it.each<[string, unknown, Readonly<Record<string, string>>, number]>([
    ["without a key", series(), { "dd-api-key": "" }, 403],
    ["with a wrong key", series(), { "dd-api-key": "0".repeat(32) }, 403],
    ["as text", series(), { "content-type": "text/plain" }, 415],
    ["packed otherwise", series(), { "content-encoding": "br" }, 415],
    ["not packed as said", series(), { "content-encoding": "gzip" }, 400],
    ["that are no JSON", "{", {}, 400],
    ["as a list", [], {}, 400],
    ["of version 1", { series: [{ metric: "m", type: "gauge", points: [[nowSeconds, 1]] }] }, {}, 400],
    ["of type 4", series({ type: 4 }), {}, 400],
    ["without a name", series({ metric: "" }), {}, 400],
    ["without points", series({ points: [] }), {}, 400],
    ["with half a second", series({ points: [{ timestamp: nowSeconds + 0.5, value: 1 }] }), {}, 400],
    ["with null for a value", series({ points: [{ timestamp: nowSeconds, value: null }] }), {}, 400],
    ["with tags that are no texts", series({ tags: [5] }), {}, 400],
    ["larger than allowed", `"${"x".repeat(5_242_880)}"`, {}, 413],
    ["larger than allowed when unpacked", gzipSync("x".repeat(6_000_000)), { "content-encoding": "gzip" }, 413],
  ])("%s are refused", async (_what, body, headers, status) => {
    expect((await post(path, body, headers)).status).toBe(status);
    expect(fake.store.points.size).toBe(0);
  });

  it("from too long ago, or from the future, are answered 202 and dropped", async () => {
    const points = [-3601, -3600, 600, 601].map((offset) => ({ timestamp: nowSeconds + offset, value: 1 }));
    expect((await post(path, series({ points }))).status).toBe(202);
    expect(fake.store.dropped.map(({ reason }) => reason)).toEqual(["too-old", "in-the-future"]);
    expect(fake.store.points.size).toBe(2);
  });

  it("with equal name, tags and second are one", async () => {
    await post(path, series({ tags: ["a:b", "c:d"] }));
    await post(path, series({ tags: ["c:d", "a:b"], points: [{ timestamp: nowSeconds, value: 2 }] }));
    expect(fake.series("m").map(({ points }) => points)).toEqual([[[nowSeconds, 2]]]);
    expect(fake.store.repeated).toBe(1);
  });

  it("that Datadog would change without a word are remarked on", async () => {
    await post(path, series({ metric: "bad-name", tags: ["Team:X", "a:", "z:1", "z:1"], type: 1, typo: 1 }));
    expect([...fake.store.remarks].toSorted()).toEqual([
      "a tag twice",
      "bad-name has no interval",
      "series: there is no .series[].typo",
      "the metric name bad-name would be changed",
      "the tag Team:X would be changed",
      "the tag a: would be changed",
    ]);
  });
});

describe("checks and events", () => {
  const check = { check: "c", host_name: "", status: 0, tags: ["a:b"], timestamp: nowSeconds };
  const event = { title: "t", text: "x", date_happened: nowSeconds };

  it("are kept", async () => {
    expect((await post("/api/v1/check_run", [check])).status).toBe(202);
    expect((await post("/api/v1/check_run", check)).status).toBe(202);
    expect((await post("/api/v1/events", event)).status).toBe(202);
    expect(fake.store.checks).toHaveLength(2);
    expect(fake.store.events).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ["/api/v1/check_run", [{ ...check, status: 4 }]],
    ["/api/v1/check_run", [{ ...check, host_name: undefined }]],
    ["/api/v1/check_run", [{ ...check, tags: undefined }]],
    ["/api/v1/events", { ...event, title: "" }],
    ["/api/v1/events", { ...event, text: "x".repeat(4001) }],
    ["/api/v1/events", { ...event, aggregation_key: "x".repeat(101) }],
    ["/api/v1/events", { ...event, alert_type: "bad" }],
    ["/api/v1/events", [event]],
  ])("%s %j is refused", async (call, body) => {
    expect((await post(call, body)).status).toBe(400);
  });

  it("that are too old are dropped: checks after ten minutes, events after 18 hours", async () => {
    await post("/api/v1/check_run", [{ ...check, timestamp: nowSeconds - 601 }]);
    await post("/api/v1/events", { ...event, date_happened: nowSeconds - 18 * 3600 - 1 });
    await post("/api/v1/events", { ...event, date_happened: nowSeconds - 3600 });
    expect(fake.store.dropped.map(({ what }) => what)).toEqual(["check", "event"]);
    expect(fake.store.events).toHaveLength(1);
  });

  it("are not taken compressed", async () => {
    const body = gzipSync(JSON.stringify([check]));
    expect((await post("/api/v1/check_run", body, { "content-encoding": "gzip" })).status).toBe(415);
  });
});

describe("faults on request", () => {
  const fault = (value: unknown) =>
    fetch(`${fake.url}/fake/faults`, { method: "POST", body: JSON.stringify(value) }).then(({ status }) => status);

  it("come over HTTP, last so many requests, and go", async () => {
    expect(await fault({ kind: "answer", status: 503, times: 2 })).toBe(200);
    const statuses: number[] = [];
    for (const _ of [1, 2, 3]) statuses.push((await post(path, series())).status);
    expect(statuses).toEqual([503, 503, 202]);
    await fault({ kind: "html" });
    await fault({ kind: "empty" });
    expect((await post(path, series())).text).toContain("<html>");
    await fetch(`${fake.url}/fake/faults`, { method: "DELETE" });
    expect((await post(path, series())).status).toBe(202);
  });

  it("of other kinds are refused", async () => {
    expect(await fault({ kind: "explode" })).toBe(400);
  });

  it("lie: 202, and nothing is kept", async () => {
    await fault({ kind: "lie" });
    expect(await post(path, series())).toEqual({ status: 202, text: '{"errors":[]}' });
    expect(fake.store.points.size).toBe(0);
  });

  it("poison what has the word in it, packed or not", async () => {
    await fault({ kind: "poison", word: '"m"' });
    const packed = gzipSync(JSON.stringify(series()));
    expect((await post(path, packed, { "content-encoding": "gzip" })).status).toBe(400);
    expect((await post(path, series({ metric: "other" }))).status).toBe(202);
  });

  it("can be of one call alone", async () => {
    await fault({ kind: "answer", status: 500, path: "/api/v1/check_run" });
    expect((await post(path, series())).status).toBe(202);
    expect((await post("/api/v1/check_run", [])).status).toBe(500);
  });

  it.each(["reset", "cut"])("%s breaks the connection", async (kind) => {
    await fault({ kind });
    await expect(post(path, series())).rejects.toThrow();
    expect(fake.store.points.size).toBe(kind === "cut" ? 1 : 0);
  });

  it("a clock that is ahead drops what is on time", async () => {
    await fault({ kind: "clock", aheadMs: 7_200_000 });
    await post(path, series());
    expect(fake.store.dropped).toHaveLength(1);
  });
});

describe("asked for what it saw", () => {
  it("tells", async () => {
    await post(path, series());
    await post("/nowhere", {});
    const read = async (what: string): Promise<unknown> => (await fetch(`${fake.url}/fake/${what}`)).json();
    expect(await read("metrics")).toEqual(["m"]);
    expect(await read("requests")).toMatchObject([
      { path, status: 202 },
      { path: "/nowhere", status: 404 },
    ]);
    expect(await read("state")).toMatchObject({ points: 1, checks: 0, requests: 2, dropped: [], remarks: [] });
    await fetch(`${fake.url}/fake/state`, { method: "DELETE" });
    expect(await read("state")).toMatchObject({ points: 0, requests: 0 });
  });

  it("validates a key", async () => {
    const validate = async (key: string) => {
      const response = await fetch(`${fake.url}/api/v1/validate`, { headers: { "dd-api-key": key } });
      return [response.status, await response.json()];
    };
    expect(await validate(apiKey)).toEqual([200, { valid: true }]);
    expect(await validate("x")).toEqual([403, { errors: ["Forbidden"] }]);
  });
});
