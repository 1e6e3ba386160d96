import { describe, expect, it } from "vitest";
import type { LabelPair } from "../../../src/catalogue/names/dialect.ts";
import { snappy } from "../../../src/formats/remote-write/snappy.ts";
import { encodeLabels, encodeWriteRequest } from "../../../src/formats/remote-write/version-1.ts";
import { encodeRequest } from "../../../src/formats/remote-write/version-2.ts";
import { openFakeRemoteWrite } from "./server.ts";

const nowMs = 1_772_366_400_000;
const minuteMs = 60_000;

const headers1 = {
  "content-type": "application/x-protobuf",
  "content-encoding": "snappy",
  "user-agent": "test/1",
  "x-prometheus-remote-write-version": "0.1.0",
};

const headers2 = {
  ...headers1,
  "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request",
  "x-prometheus-remote-write-version": "2.0.0",
};

type Series = readonly [labels: readonly LabelPair[], ...samples: readonly (readonly [atMs: number, value: number])[]];

const up: readonly LabelPair[] = [
  ["__name__", "up"],
  ["job", "a"],
];

const version1 = (...series: readonly Series[]): Uint8Array =>
  snappy(
    encodeWriteRequest(
      series.map(([labels, ...samples]) => ({
        labels: encodeLabels(labels),
        samples: samples.map(([atMs, value]) => ({ atMs, value })),
      })),
    ),
  );

const open = async () => {
  const fake = await openFakeRemoteWrite({ nowMs: () => nowMs });
  const send = async (body: Uint8Array, headers: Record<string, string> = headers1) => {
    const response = await fetch(fake.writeUrl, { method: "POST", headers, body: Buffer.from(body) });
    return { status: response.status, body: await response.text(), headers: response.headers };
  };
  return { fake, send, [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose]() };
};

describe("a request", () => {
  it.each<[string, Record<string, string>, number]>([
    ["as the specification has it", headers1, 204],
    ["of another version", { ...headers1, "x-prometheus-remote-write-version": "0.2.0" }, 415],
    ["of another type", { ...headers1, "content-type": "application/json" }, 415],
    ["uncompressed", { ...headers1, "content-encoding": "identity" }, 415],
    ["whose type and version disagree", { ...headers1, "content-type": headers2["content-type"] }, 415],
  ])("%s", async (_name, headers, status) => {
    await using store = await open();
    expect((await store.send(version1([up, [nowMs, 1]]), headers)).status).toBe(status);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["that is no snappy", new Uint8Array([0xff, 0xff, 0xff]), /./],
    ["that is no message", snappy(new Uint8Array([0x0a, 0x05, 0x0a])), /./],
    [
      "with labels out of order",
      version1([
        [
          ["job", "a"],
          ["__name__", "up"],
        ],
        [nowMs, 1],
      ]),
      /not sorted/,
    ],
    [
      "with a label twice",
      version1([
        [
          ["__name__", "up"],
          ["job", "a"],
          ["job", "b"],
        ],
        [nowMs, 1],
      ]),
      /twice/,
    ],
    [
      "with an empty value",
      version1([
        [
          ["__name__", "up"],
          ["job", ""],
        ],
        [nowMs, 1],
      ]),
      /empty/,
    ],
    ["without a metric", version1([[["job", "a"]], [nowMs, 1]]), /no metric name/],
    [
      "with a reserved label",
      version1([
        [
          ["__name__", "up"],
          ["__x", "a"],
        ],
        [nowMs, 1],
      ]),
      /not legal/,
    ],
    ["without samples", version1([up]), /no samples/],
    ["with samples out of order", version1([up, [nowMs, 1], [nowMs - 1, 1]]), /not in order/],
    ["with a NaN", version1([up, [nowMs, Number.NaN]]), /not a number/],
    ["of the future", version1([up, [nowMs + 11 * minuteMs, 1]]), /future/],
  ])("%s is refused", async (_name, body, words) => {
    await using store = await open();
    const { status, body: said } = await store.send(body);
    expect(status).toBe(400);
    expect(said).toMatch(words);
    expect(store.fake.stored.size).toBe(0);
  });
});

describe("samples after others", () => {
  it.each<[string, readonly [atMs: number, value: number], number]>([
    ["newer", [nowMs + 1, 2], 204],
    ["the same again", [nowMs, 1], 204],
    ["another value at that time", [nowMs, 2], 400],
    ["older", [nowMs - 1, 2], 400],
    ["an hour older", [nowMs - 61 * minuteMs, 2], 400],
  ])("%s", async (_name, sample, status) => {
    await using store = await open();
    await store.send(version1([up, [nowMs, 1]]));
    const other: readonly LabelPair[] = [["__name__", "other"]];
    expect((await store.send(version1([other, [nowMs, 1]], [up, sample]))).status).toBe(status);
    expect(store.fake.find("other").length).toBe(status === 204 ? 1 : 0);
  });
});

describe("version 2.0", () => {
  const described = { labels: up, samples: [{ atMs: nowMs, value: 1 }], help: "Up." };

  it("is confirmed, sample by sample", async () => {
    await using store = await open();
    const { status, headers } = await store.send(snappy(encodeRequest([{ ...described, type: "gauge" }])), headers2);
    expect([status, headers.get("x-prometheus-remote-write-samples-written")]).toEqual([204, "1"]);
    expect(store.fake.find("up", { job: "a" })[0]?.metadata).toEqual({ type: 2, help: "Up.", unit: "" });
  });

  it("is refused without a type", async () => {
    await using store = await open();
    const { status, body } = await store.send(snappy(encodeRequest([{ ...described, type: "unknown" }])), headers2);
    expect(status).toBe(400);
    expect(body).toContain("the type is not told");
  });
});
