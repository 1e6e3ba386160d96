import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refused, taken } from "../../../test/fakes/otlp/answer.ts";
import { readExport } from "../../../test/fakes/otlp/read.ts";
import { readAnswer, readStatusWords } from "./answer.ts";
import { encodeJson } from "./json.ts";
import { type Attributes, type Metric, type NumberPoint, nanoseconds, type ResourceMetrics } from "./metrics.ts";
import { encodeProtobuf } from "./protobuf.ts";

const text = fc.string({ unit: "grapheme" });
const key = fc.stringMatching(/^[a-z][a-z.]{0,20}$/);

const attributes: fc.Arbitrary<Attributes> = fc.dictionary(key, fc.oneof(text, fc.array(text, { maxLength: 3 })), {
  maxKeys: 5,
  noNullPrototype: true,
});

const point: fc.Arbitrary<NumberPoint> = fc.record(
  {
    attributes,
    startTimeNs: fc.bigInt({ min: 1n, max: 2n ** 63n }),
    timeNs: fc.bigInt({ min: 1n, max: 2n ** 63n }),
    value: fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.maxSafeInteger(),
      fc.constantFrom(0, 1, -1),
    ),
    whole: fc.boolean(),
  },
  { requiredKeys: ["attributes", "timeNs", "value", "whole"] },
);

const metric: fc.Arbitrary<Metric> = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9_.]{0,30}$/),
  description: text,
  unit: fc.constantFrom("By", "s", "1", "{packet}", ""),
  data: fc.constantFrom("sum" as const, "gauge" as const),
  points: fc.array(point, { minLength: 1, maxLength: 3 }),
});

const resourceMetrics: fc.Arbitrary<ResourceMetrics> = fc.record({
  resource: attributes,
  scope: fc.constant({ name: "taskvitals", version: "1.2.3" }),
  metrics: fc.uniqueArray(metric, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
});

const requests = fc.uniqueArray(resourceMetrics, {
  maxLength: 3,
  selector: ({ resource }) => JSON.stringify(resource),
});

const readBack = ({ timeNs, startTimeNs, value, whole, attributes: own }: NumberPoint) => ({
  attributes: own,
  timeUnixNano: timeNs,
  ...(startTimeNs === undefined ? {} : { startTimeUnixNano: startTimeNs }),
  value,
  whole: whole && Number.isSafeInteger(value),
});

const expected = (all: readonly ResourceMetrics[]) => ({
  resourceMetrics: all.map(({ resource, scope, metrics }) => ({
    resource: { attributes: resource },
    scopeMetrics: [
      {
        scope,
        metrics: metrics.map(({ name, description, unit, data, points }) => {
          const dataPoints = points.map(readBack);
          return {
            name,
            description,
            unit,
            ...(data === "gauge"
              ? { gauge: { dataPoints } }
              : { sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } }),
          };
        }),
      },
    ],
  })),
});

/** JSON has no negative zero, and an integer none either. */
const withoutNegativeZero = (value: unknown): unknown => {
  if (typeof value === "number") return value + 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutNegativeZero(part)]));
};

describe("metrics", () => {
  it.each([
    ["application/x-protobuf", encodeProtobuf],
    ["application/json", encodeJson],
  ] as const)("read back as they were from %s", (contentType, encode) => {
    fc.assert(
      fc.property(requests, (all) => {
        const read = readExport({ headers: { "content-type": contentType }, body: Buffer.from(encode(all)) });
        expect(withoutNegativeZero(read)).toEqual(withoutNegativeZero(expected(all)));
      }),
    );
  });

  it("have times in nanoseconds, to the microsecond", () => {
    expect(nanoseconds(1_772_366_400_123.457)).toBe(1_772_366_400_123_457_000n);
  });
});

describe("an answer", () => {
  const contentTypes = ["application/x-protobuf", "application/json"] as const;
  const bytesOf = (body: string | Uint8Array = "") =>
    typeof body === "string" ? new TextEncoder().encode(body) : body;

  it.each(contentTypes)("tells what was refused (%s)", (contentType) => {
    const read = (rejected: number, words: string) =>
      readAnswer(contentType, bytesOf(taken(contentType, rejected, words).body));
    expect(read(0, "")).toEqual({ rejected: 0, words: "" });
    expect(read(300, "too é")).toEqual({ rejected: 300, words: "too é" });
    expect(read(0, "take care")).toEqual({ rejected: 0, words: "take care" });
  });

  it.each(contentTypes)("tells why all of it was (%s)", (contentType) => {
    expect(readStatusWords(contentType, bytesOf(refused(contentType, 400, "no é").body))).toBe("no é");
  });

  it.each([
    ["application/x-protobuf", new Uint8Array([0xff, 0xff])],
    ["text/plain", new TextEncoder().encode("OK")],
    ["application/json", new TextEncoder().encode("{")],
    ["application/json", new TextEncoder().encode("[]")],
    ["application/json", new TextEncoder().encode('{"partialSuccess":7}')],
  ])("of %s that is none is known for that", (contentType, bytes) => {
    expect(readAnswer(contentType, bytes)).toBeUndefined();
  });

  it("may be numbers, in JSON too", () => {
    const bytes = new TextEncoder().encode('{"partialSuccess":{"rejectedDataPoints":3}}');
    expect(readAnswer("application/json; charset=utf-8", bytes)).toEqual({ rejected: 3, words: "" });
  });

  it("has no words that are no words", () => {
    expect(readStatusWords("text/plain", new TextEncoder().encode("x"))).toBeUndefined();
    expect(readStatusWords("application/json", new TextEncoder().encode("{}"))).toBeUndefined();
    expect(readStatusWords("application/x-protobuf", new Uint8Array([0xff]))).toBeUndefined();
  });
});
