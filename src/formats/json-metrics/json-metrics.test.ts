import { expect, it } from "vitest";
import { readJsonMetrics } from "./json-metrics.ts";

const nowMs = Date.UTC(2026, 0, 1);

const namesOf = (answer: unknown, keeps?: (name: string) => boolean) =>
  readJsonMetrics(JSON.stringify(answer), {
    nowMs,
    maxSamples: 100,
    ...(keeps === undefined ? {} : { keeps }),
  }).families.flatMap(({ name, samples }) =>
    samples.map((sample) => [name, "value" in sample ? sample.value : undefined]),
  );

it("numbers are named by the keys that lead to them, lists by the place", () => {
  const answer = {
    a: 1,
    b: { c: -2.5, d: { e: 0 } },
    list: [3, { f: 4 }, [5], "6"],
    other: [7],
    text: "8",
    yes: true,
    nothing: null,
  };
  expect(namesOf(answer)).toEqual([
    ["a", 1],
    ["b.c", -2.5],
    ["b.d.e", 0],
    ["list.0", 3],
    ["list.1.f", 4],
    ["list.2.0", 5],
    ["other.0", 7],
  ]);
  expect(namesOf([1, [2]])).toEqual([
    ["0", 1],
    ["1.0", 2],
  ]);
});

it("a number under an empty key has no name", () => {
  expect(readJsonMetrics('{"":1,"a":{"":2}}', { nowMs, maxSamples: 9 })).toMatchObject({
    families: [{ name: "a." }],
    dropped: { malformed: 1 },
  });
});

it("what is not wanted is not counted", () => {
  expect(namesOf({ a: 1, b: 2 }, (name) => name !== "a")).toEqual([["b", 2]]);
});

it("names that come again, numbers too large, names too long and numbers too many are counted", () => {
  const body = `{"a.b":1,"a":{"b":2,"c":1e999},"${"n".repeat(513)}":3,"${"m".repeat(513)}":{"x":4},"o":5,"p":6}`;
  expect(readJsonMetrics(body, { nowMs, maxSamples: 2 })).toMatchObject({
    samples: 2,
    dropped: { repeated: 1, "not-finite": 1, "over-labels": 2, "over-samples": 1 },
  });
});

it("a nest of a million lists is no metric and no trouble", () => {
  const body = "[".repeat(1_000_000) + "]".repeat(1_000_000);
  expect(readJsonMetrics(body, { nowMs, maxSamples: 9 })).toMatchObject({ families: [], samples: 0 });
});

it("a key that objects have is a key", () => {
  expect(namesOf(JSON.parse('{"__proto__":1,"constructor":{"x":2}}'))).toEqual([
    ["__proto__", 1],
    ["constructor.x", 2],
  ]);
});
