import { describe, expect, it } from "vitest";
import { readExposition } from "./exposition.ts";

const nowMs = Date.UTC(2026, 0, 1);

const read = (...lines: string[]) =>
  readExposition(lines.map((line) => `${line}\n`).join(""), "text/plain", { nowMs, maxSamples: 1000 });

describe("histograms", () => {
  it("are one for each set of labels, whatever the order of lines and labels", () => {
    const { families, samples } = read(
      "# TYPE took_seconds histogram",
      'took_seconds_bucket{path="/",le="0.5"} 3',
      'took_seconds_bucket{le="+Inf",path="/b"} 2',
      'took_seconds_bucket{le="0.1",path="/"} 1',
      'took_seconds_count{path="/b"} 2',
      'took_seconds_bucket{path="/",le="+Inf"} 4',
      'took_seconds_sum{path="/"} 1.5',
      'took_seconds_count{path="/"} 4',
      'took_seconds_sum{path="/b"} -7',
    );
    expect(families).toEqual([
      {
        name: "took_seconds",
        kind: "histogram",
        samples: [
          {
            labels: { path: "/" },
            buckets: [
              { upperBound: 0.1, count: 1 },
              { upperBound: 0.5, count: 3 },
            ],
            count: 4,
            sum: 1.5,
            atMs: nowMs,
          },
          { labels: { path: "/b" }, buckets: [], count: 2, sum: -7, atMs: nowMs },
        ],
      },
    ]);
    expect(samples).toBe(8);
  });

  it.each<[string, readonly string[], object | undefined, object]>([
    [
      "no +Inf: the count is",
      ['h_bucket{le="1"} 1', "h_count 2"],
      { buckets: [{ upperBound: 1, count: 1 }], count: 2 },
      {},
    ],
    ["no count: +Inf is", ['h_bucket{le="+Inf"} 3'], { buckets: [], count: 3 }, {}],
    ["neither", ['h_bucket{le="1"} 1', "h_sum 2"], undefined, { impossible: 2 }],
    [
      "buckets that fall",
      ['h_bucket{le="1"} 2', 'h_bucket{le="2"} 1', 'h_bucket{le="+Inf"} 3', "h_count 3"],
      { buckets: [], count: 3 },
      { impossible: 3 },
    ],
    ["more in a bucket than in all", ['h_bucket{le="1"} 9', "h_count 3"], { buckets: [], count: 3 }, { impossible: 1 }],
    ["buckets that fall, no count", ['h_bucket{le="1"} 9', 'h_bucket{le="+Inf"} 3'], undefined, { impossible: 2 }],
    [
      "a bucket twice",
      ['h_bucket{le="1"} 1', 'h_bucket{le="1.0"} 2', "h_count 3", "h_count 4"],
      { buckets: [{ upperBound: 1, count: 1 }], count: 3 },
      { repeated: 2 },
    ],
    [
      "bounds that are none",
      ['h_bucket{le="-Inf"} 0', 'h_bucket{le="NaN"} 0', 'h_bucket{le="x"} 0', "h_bucket 0", "h_count 1"],
      { buckets: [], count: 1 },
      { impossible: 4 },
    ],
    ["a sum that is not finite", ["h_sum NaN", "h_count 1"], { buckets: [], count: 1 }, { "not-finite": 1 }],
    ["a negative count", ["h_count -1"], undefined, { impossible: 1 }],
    ["a sample without a part", ["h 1"], undefined, { impossible: 1 }],
  ])("%s", (_, lines, sample, dropped) => {
    const reading = read("# TYPE h histogram", ...lines);
    expect(reading.families.map(({ samples }) => samples)).toEqual(
      sample === undefined ? [] : [[{ labels: {}, atMs: nowMs, ...sample }]],
    );
    expect(reading.dropped).toMatchObject(dropped);
    const all = reading.samples + Object.values(reading.dropped).reduce((sum, count) => sum + count, 0);
    expect(all).toBe(lines.length);
  });
});

describe("summaries", () => {
  it("have their quantiles in order, and what else is told", () => {
    const { families, dropped } = read(
      "# TYPE s summary",
      's{quantile="0.99",x="1"} 3',
      's{quantile="0.5",x="1"} 1',
      's{quantile="0.5",x="1"} 2',
      's{quantile="1.5",x="1"} 4',
      's{x="1"} 4',
      's_sum{x="1"} 9',
      's_count{x="1"} 5',
      's{quantile="0.5",x="2"} NaN',
      's_count{x="2"} 0',
    );
    expect(families).toEqual([
      {
        name: "s",
        kind: "summary",
        samples: [
          {
            labels: { x: "1" },
            quantiles: [
              { quantile: 0.5, value: 1 },
              { quantile: 0.99, value: 3 },
            ],
            sum: 9,
            count: 5,
            atMs: nowMs,
          },
          { labels: { x: "2" }, quantiles: [], count: 0, atMs: nowMs },
        ],
      },
    ]);
    expect(dropped).toMatchObject({ repeated: 1, impossible: 2, "not-finite": 1 });
  });
});
