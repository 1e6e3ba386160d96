import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReadSeries, readVersion1, readVersion2 } from "../../../test/fakes/remote-write/read.ts";
import { offencesOf } from "../../../test/fakes/remote-write/rules.ts";
import { seriesLabels } from "./labels.ts";
import { type Sample, stale } from "./sample.ts";
import { snappy } from "./snappy.ts";
import { encodeLabels, encodeWriteRequest } from "./version-1.ts";
import { type DescribedSeries, encodeRequest } from "./version-2.ts";

const metric = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
const labelName = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]*$/);
const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "web", "é", "💥", "x".repeat(300)));

const samples: fc.Arbitrary<readonly Sample[]> = fc
  .array(
    fc.record({
      value: fc.oneof(fc.double({ noNaN: true }), fc.constant<typeof stale>(stale), fc.constantFrom(0, -0, 1)),
      atMs: fc.integer({ min: 0, max: 8_640_000_000_000 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) => list.toSorted((one, other) => one.atMs - other.atMs));

const familyTypes = ["counter", "gauge", "histogram", "summary", "info", "state-set"] as const;

const described: fc.Arbitrary<DescribedSeries> = fc
  .record({
    metric,
    own: fc.dictionary(labelName, text, { maxKeys: 5 }),
    external: fc.dictionary(labelName, text, { maxKeys: 3 }),
    samples,
    type: fc.constantFrom(...familyTypes),
    help: text,
    unit: fc.option(fc.constantFrom("bytes", "seconds"), { nil: undefined }),
  })
  .map(({ own, external, ...rest }) => ({ ...rest, labels: seriesLabels(rest.metric, Object.entries(own), external) }));

const numbers = { unknown: 0, counter: 1, gauge: 2, histogram: 3, summary: 5, info: 6, "state-set": 7 } as const;

const expected = ({ labels, samples: list }: DescribedSeries): ReadSeries => ({
  labels,
  samples: list.map(({ value, atMs }) => ({ value: value === stale ? "stale" : value, atMs })),
});

describe("series", () => {
  it("read back from version 1.0 as they were, and offend against nothing", () => {
    fc.assert(
      fc.property(fc.array(described, { maxLength: 8 }), (series) => {
        const plain = encodeWriteRequest(
          series.map((one) => ({ labels: encodeLabels(one.labels), samples: one.samples })),
        );
        const read = readVersion1(snappy(plain));
        expect(read).toEqual(series.map(expected));
        expect(read.flatMap((one) => offencesOf(one, "1.0"))).toEqual([]);
      }),
    );
  });

  it("read back from version 2.0 as they were, described", () => {
    fc.assert(
      fc.property(fc.array(described, { maxLength: 8 }), (series) => {
        const read = readVersion2(snappy(encodeRequest(series)));
        expect(read).toEqual(
          series.map((one) => ({
            ...expected(one),
            metadata: { type: numbers[one.type], help: one.help, unit: one.unit ?? "" },
          })),
        );
        expect(read.flatMap((one) => offencesOf(one, "2.0"))).toEqual([]);
      }),
    );
  });
});

describe("a value without bounds", () => {
  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("is a value like others: %s", (value) => {
    const labels = seriesLabels("m", [], {});
    const samples = [{ value, atMs: 1 }];
    const plain = encodeWriteRequest([{ labels: encodeLabels(labels), samples }]);
    const series: DescribedSeries = { labels, samples, type: "gauge", help: "", unit: undefined };
    for (const read of [readVersion1(snappy(plain)), readVersion2(snappy(encodeRequest([series])))]) {
      expect(read).toMatchObject([{ labels, samples }]);
      expect(offencesOf({ labels, samples }, "1.0")).toEqual([]);
    }
  });
});

describe("a stale marker", () => {
  it("has the very bits of the specification", () => {
    const bytes = encodeWriteRequest([{ labels: new Uint8Array(), samples: [{ value: stale, atMs: 1 }] }]);
    expect(bytes.toHex()).toContain("090200000000 00f07f".replace(" ", ""));
  });
});

describe("labels", () => {
  it("are sorted, with the metric's name among them, and without what is empty", () => {
    expect(
      seriesLabels(
        "m",
        [
          ["b", "2"],
          ["Z", "1"],
          ["a", ""],
        ],
        { job: "j", none: "" },
      ),
    ).toEqual([
      ["Z", "1"],
      ["__name__", "m"],
      ["b", "2"],
      ["job", "j"],
    ]);
  });

  it("of a series win over external ones, and never give the name away", () => {
    expect(seriesLabels("m", [["job", "own"]], { job: "external", __name__: "x" })).toEqual([
      ["__name__", "m"],
      ["job", "own"],
    ]);
  });
});

describe("snappy", () => {
  it("has the block format: the length first, then elements", () => {
    expect(snappy(new Uint8Array())).toEqual(new Uint8Array([0]));
    expect(snappy(new Uint8Array([7]))).toEqual(new Uint8Array([1, 0, 7]));
  });
});
