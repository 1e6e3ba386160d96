import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refused, taken } from "../../../test/fakes/otlp/answer.ts";
import { readExport } from "../../../test/fakes/otlp/read.ts";
import { readAnswer, readStatusWords } from "./answer.ts";
import { encodeJson } from "./json.ts";
import {
  type Attributes,
  type HistogramPoint,
  type Metric,
  type NumberPoint,
  nanoseconds,
  type ResourceMetrics,
  type SummaryPoint,
} from "./metrics.ts";
import { encodeProtobuf } from "./protobuf.ts";

const text = fc.string({ unit: "grapheme" });
const key = fc.stringMatching(/^[a-z][a-z.]{0,20}$/);

const attributes: fc.Arbitrary<Attributes> = fc.dictionary(key, fc.oneof(text, fc.array(text, { maxLength: 3 })), {
  maxKeys: 5,
  noNullPrototype: true,
});

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const timeNs = fc.bigInt({ min: 1n, max: 2n ** 63n });

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

const count = fc.nat({ max: 2 ** 40 });
const head = { attributes, timeNs };

const histogramPoint: fc.Arbitrary<HistogramPoint> = fc
  .record({
    ...head,
    sum: fc.option(number, { nil: undefined }),
    bounds: fc.uniqueArray(number, { maxLength: 4, comparator: "SameValueZero" }),
    counts: fc.array(count, { minLength: 5, maxLength: 5 }),
  })
  .map(({ bounds, counts, ...rest }) => {
    const bucketCounts = counts.slice(0, bounds.length + 1);
    const sorted = bounds.toSorted((one, other) => one - other);
    return { ...rest, bounds: sorted, bucketCounts, count: bucketCounts.reduce((sum, one) => sum + one, 0) };
  });

const summaryPoint: fc.Arbitrary<SummaryPoint> = fc.record({
  ...head,
  count,
  sum: number,
  quantiles: fc.array(fc.record({ quantile: fc.constantFrom(0, 0.5, 0.99, 1), value: number }), { maxLength: 3 }),
});

const metricHead = {
  name: fc.stringMatching(/^[a-z][a-z0-9_.]{0,30}$/),
  description: text,
  unit: fc.constantFrom("By", "s", "1", "{packet}", ""),
};
const some = <Point>(one: fc.Arbitrary<Point>) => fc.array(one, { minLength: 1, maxLength: 3 });

const metric: fc.Arbitrary<Metric> = fc.oneof(
  fc.record({ ...metricHead, data: fc.constantFrom("sum" as const, "gauge" as const), points: some(point) }),
  fc.record({ ...metricHead, data: fc.constant("histogram" as const), points: some(histogramPoint) }),
  fc.record({ ...metricHead, data: fc.constant("summary" as const), points: some(summaryPoint) }),
);

const resourceMetrics: fc.Arbitrary<ResourceMetrics> = fc.record({
  resource: attributes,
  scopes: fc.uniqueArray(
    fc.record({
      scope: fc.constantFrom({ name: "taskvitals", version: "1.2.3" }, { name: "taskvitals.apps", version: "1.2.3" }),
      metrics: fc.uniqueArray(metric, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
    }),
    { minLength: 1, maxLength: 2, selector: ({ scope }) => scope.name },
  ),
});

const requests = fc.uniqueArray(resourceMetrics, {
  maxLength: 3,
  selector: ({ resource }) => JSON.stringify(resource),
});

const readHead = ({ attributes: own, timeNs: ns, startTimeNs }: NumberPoint | HistogramPoint | SummaryPoint) => ({
  attributes: own,
  timeUnixNano: ns,
  ...(startTimeNs === undefined ? {} : { startTimeUnixNano: startTimeNs }),
});

const dataOf = (one: Metric): unknown => {
  switch (one.data) {
    case "histogram":
      return {
        histogram: {
          dataPoints: one.points.map(({ count: all, sum, bounds, bucketCounts, ...rest }) => ({
            ...readHead({ count: all, bounds, bucketCounts, ...rest }),
            count: all,
            ...(sum === undefined ? {} : { sum }),
            bucketCounts,
            explicitBounds: bounds,
          })),
          aggregationTemporality: 2,
        },
      };
    case "summary":
      return {
        summary: {
          dataPoints: one.points.map((each) => ({
            ...readHead(each),
            count: each.count,
            sum: each.sum,
            quantileValues: each.quantiles,
          })),
        },
      };
    default: {
      const dataPoints = one.points.map((each) => ({
        ...readHead(each),
        value: each.value,
        whole: each.whole && Number.isSafeInteger(each.value),
      }));
      return one.data === "gauge"
        ? { gauge: { dataPoints } }
        : { sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } };
    }
  }
};

const expected = (all: readonly ResourceMetrics[]) => ({
  resourceMetrics: all.map(({ resource, scopes }) => ({
    resource: { attributes: resource },
    scopeMetrics: scopes.map(({ scope, metrics }) => ({
      scope,
      metrics: metrics.map((one) =>
        Object.assign({ name: one.name, description: one.description, unit: one.unit }, dataOf(one)),
      ),
    })),
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
