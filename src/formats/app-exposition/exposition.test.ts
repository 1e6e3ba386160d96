import { describe, expect, it } from "vitest";
import type { AppFamily } from "../../model/app-family.ts";
import { type ExpositionOptions, readExposition } from "./exposition.ts";

const nowMs = Date.UTC(2026, 0, 1);

const read = (lines: readonly string[], options: Partial<ExpositionOptions> = {}) =>
  readExposition(`${lines.join("\n")}\n`, "text/plain; version=0.0.4", { nowMs, maxSamples: 1000, ...options });

const gauge = (labels: Readonly<Record<string, string>>, value: number, atMs = nowMs) => ({ labels, value, atMs });

const untyped = (name: string, ...samples: ReturnType<typeof gauge>[]): AppFamily => ({
  name,
  kind: "unknown",
  samples,
});

describe("one line", () => {
  it.each<[string, string, AppFamily]>([
    ["no labels", "up 1", untyped("up", gauge({}, 1))],
    ["runs of blanks and tabs", " \tup\t \t1 \t 1000 ", untyped("up", gauge({}, 1, 1000))],
    ["colons", "job:up:sum 1", untyped("job:up:sum", gauge({}, 1))],
    ["no blank behind labels", 'up{a="b"}1', untyped("up", gauge({ a: "b" }, 1))],
    ["empty braces", "up{} 1", untyped("up", gauge({}, 1))],
    ["a comma at the end", 'up { a = "b" , c="d", } 1', untyped("up", gauge({ a: "b", c: "d" }, 1))],
    ["escapes", 'up{a="\\\\n\\"\\n\\t"} 1', untyped("up", gauge({ a: '\\n"\n\\t' }, 1))],
    ["a backslash at the end", 'up{a="b\\\\"} 1', untyped("up", gauge({ a: "b\\" }, 1))],
    ["braces in a value", 'up{a="},{"} 1', untyped("up", gauge({ a: "},{" }, 1))],
    ["an empty label, which is none", 'up{a="",b="c"} 1', untyped("up", gauge({ b: "c" }, 1))],
    ["a name in quotes", '{"my.metric"} 1', untyped("my.metric", gauge({}, 1))],
    ["names in quotes", '{"a b","c\\"d"="e"} 1', untyped("a b", gauge({ 'c"d': "e" }, 1))],
    ["a time before 1970", "up 1 -1", untyped("up", gauge({}, 1, -1))],
    ["the end of a line as on Windows", "up 1 1000\r", untyped("up", gauge({}, 1, 1000))],
    ["Japanese", 'up{a="日本"} 1', untyped("up", gauge({ a: "日本" }, 1))],
  ])("%s", (_, line, family) => {
    expect(read([line]).families).toEqual([family]);
  });

  it.each([
    ["up", "no value that is a number"],
    ["up one", "no value that is a number"],
    ["up 1 now", "no time that is a number"],
    ["up 1 1.5", "no time that is a number"],
    ["up 1 9000000000000000", "no time that is a number"],
    ["up 1 1 1", "more behind the value"],
    ['up 1 # {trace_id="a"} 1', "more behind the value"],
    ["my.metric 1", "a character that no name of a metric has"],
    ["1up 1", "no name of a metric"],
    ["{} 1", "no name of a metric"],
    ['{a="b"} 1', "no name of a metric"],
    ['up{"down"} 1', "a label without a value"],
    ['{"up","down"} 1', "a label without a value"],
    ["up{a} 1", "a label without a value"],
    ['up{a="b",,} 1', "no name of a label"],
    ['up{a:b="c"} 1', "a label without a value"],
    ['up{a="b" c="d"} 1', "labels that do not end"],
    ['up{a="b"', "labels that do not end"],
    ['up{a="b\\"} 1', "a label's value that does not end"],
    ['up{a="b"} 1 2 {', "more behind the value"],
    ['up{__name__="down"} 1', "a label __name__"],
    ['up{a="b",a="c"} 1', "a label twice"],
  ])("%s costs itself only", (line, what) => {
    const { families, samples, dropped, trouble } = read(["before 1", line, "after 1"]);
    expect(families.map(({ name }) => name)).toEqual(["before", "after"]);
    expect({ samples, dropped, trouble }).toMatchObject({
      samples: 2,
      dropped: { malformed: 1 },
      trouble: { line: 2, what },
    });
  });

  it("takes any name for a label, also one that objects have", () => {
    const [family] = read(['up{__proto__="a",constructor="b"} 1']).families;
    expect(Object.entries(family?.samples[0]?.labels ?? {})).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
  });

  it("needs no line feed at the end of text, and passes over a byte order mark", () => {
    const { families } = readExposition("\uFEFFup 1\ndown 2", "text/plain", { nowMs, maxSamples: 9 });
    expect(families).toEqual([untyped("up", gauge({}, 1)), untyped("down", gauge({}, 2))]);
  });
});

it("a line is read the same whatever stood before it", () => {
  const lines = [
    "a 1",
    "ab 1",
    "a{} 1",
    'a{x="1"} 1',
    'a{x="1",y="2"} 1',
    'a{x="12",y="2"} 1',
    'a{xy="1",y="2"} 1',
    'a{x ="1" , y= "2"} 1',
    'a{x="",y="2"} 1',
    'a{x="1\\"} 1',
    'a{x="1\\\\"} 1',
    'a{x="1\\t"} 1',
    'a{x="1\\"",y="2"} 1',
    'a{"x"="1"} 1',
    '{"a","x"="1"} 1',
    '{"a"} 1',
    'a{x="1',
    'a{x="',
    'a{x="1"',
    "a{x",
    "a{",
    "a",
    '{x="1"} 1',
    'a{1x="1"} 1',
  ];
  const seriesOf = (reading: ReturnType<typeof read>) =>
    reading.families.flatMap(({ name, samples }) => samples.map((sample) => ({ name, sample })));
  for (const one of lines) {
    for (const other of lines) {
      const [both, first, second] = [read([one, other]), read([one]), read([other])];
      expect(both.dropped.malformed, other).toBe(first.dropped.malformed + second.dropped.malformed);
      expect(both.samples + both.dropped.repeated).toBe(first.samples + second.samples);
      expect(seriesOf(both)).toEqual(expect.arrayContaining([...seriesOf(first), ...seriesOf(second)]));
    }
  }
});

describe("families", () => {
  it("have their type and help from comments in any order before the samples", () => {
    const { families, dropped } = read([
      '# HELP jobs_total Jobs \\\\ done,\\nby \\"kind\\".',
      "# TYPE jobs_total counter",
      'jobs_total{kind="a"} 3',
      'jobs_total{kind="b"} -1',
      "#\tTYPE\tqueue\tgauge",
      "# HELP queue",
      "# anything TYPE else",
      "#EOF",
      "queue -2",
      "other 1",
    ]);
    expect(families).toEqual([
      { name: "jobs", help: 'Jobs \\ done,\nby \\"kind\\".', kind: "counter", samples: [gauge({ kind: "a" }, 3)] },
      { name: "queue", kind: "gauge", samples: [gauge({}, -2)] },
      untyped("other", gauge({}, 1)),
    ]);
    expect(dropped).toMatchObject({ impossible: 1, malformed: 0 });
  });

  it("a type behind samples, a second one and one that is none change nothing", () => {
    const { families, dropped, trouble } = read([
      "a_bucket 1",
      "# TYPE a histogram",
      "# TYPE b gauge",
      "# TYPE b gauge",
      "# TYPE b counter",
      "b 1",
      "# TYPE c number",
      "c 1",
      "# TYPE",
    ]);
    expect(families.map(({ name, kind }) => [name, kind])).toEqual([
      ["a_bucket", "unknown"],
      ["b", "gauge"],
      ["c", "unknown"],
    ]);
    expect(dropped.malformed).toBe(3);
    expect(trouble).toEqual({ line: 2, what: "a type behind its samples" });
  });

  it("a counter may be declared with _total, without, or not have it at all", () => {
    const { families } = read([
      "# TYPE a_total counter",
      "a_total 1",
      "# TYPE b counter",
      "b_total 2",
      "# TYPE c counter",
      "c 3",
    ]);
    expect(families.map(({ name, kind }) => `${kind} ${name}`)).toEqual(["counter a", "counter b", "counter c"]);
  });

  it("a name in quotes is described in quotes", () => {
    const { families } = read(['# TYPE "my.metric" gauge', '# HELP "my.metric" Mine.', '{"my.metric"} 1']);
    expect(families).toEqual([{ name: "my.metric", help: "Mine.", kind: "gauge", samples: [gauge({}, 1)] }]);
  });

  it("a series that comes again is counted, whatever the order of its labels", () => {
    const { families, dropped } = read(['a{x="1",y="2"} 1', 'a{y="2",x="1"} 2', 'a{x="1",y="2",z=""} 3']);
    expect(families).toEqual([untyped("a", gauge({ x: "1", y: "2" }, 1))]);
    expect(dropped.repeated).toBe(2);
  });

  it("what is not finite is counted", () => {
    const { families, dropped } = read(["a NaN", "b +Inf", "c -Inf"]);
    expect(families).toEqual([]);
    expect(dropped["not-finite"]).toBe(3);
  });
});

describe("limits", () => {
  it("a million series are cut at the limit", () => {
    const body = Array.from({ length: 1_000_000 }, (_, index) => `a{i="${index}"} 1\n`).join("");
    const { families, samples, dropped } = readExposition(body, undefined, { nowMs, maxSamples: 10_000 });
    expect(samples).toBe(10_000);
    expect(families[0]?.samples).toHaveLength(10_000);
    expect(dropped["over-samples"]).toBe(990_000);
  });

  it("a histogram that the limit cuts is not half there", () => {
    const lines = ["# TYPE h histogram", 'h_bucket{le="1"} 1', 'h_bucket{le="+Inf"} 1', "h_sum 1", "h_count 1"];
    expect(read(lines, { maxSamples: 1 })).toMatchObject({ families: [], samples: 0, dropped: { "over-samples": 4 } });
  });

  it("long labels are counted in bytes", () => {
    const line = `a{b="${"日".repeat(10)}"} 1`;
    expect(read([line], { maxLabelBytes: 32 }).samples).toBe(1);
    expect(read([line], { maxLabelBytes: 31 }).dropped["over-labels"]).toBe(1);
    expect(read(['a{b="😀"} 1'], { maxLabelBytes: 6 }).samples).toBe(1);
    expect(read(['a{b="😀"} 1'], { maxLabelBytes: 5 }).samples).toBe(0);
  });
});

describe("what is no exposition", () => {
  it.each([
    ["<!DOCTYPE html><p>Not found</p>", "text/html; charset=utf-8", "a page (HTML or XML), no metrics"],
    ["\n <html>", undefined, "a page (HTML or XML), no metrics"],
    ["\u0001\u0002", "application/vnd.google.protobuf; proto=x", "Protocol Buffers, which was not asked for"],
    ['{"a":1}', "application/json", "an answer of type application/json without a metric: labels that do not end"],
    ["not a metric", undefined, "an answer without a type without a metric: no value that is a number"],
  ])("%s", (body, type, what) => {
    const { families, trouble } = readExposition(body, type, { nowMs, maxSamples: 9 });
    expect(families).toEqual([]);
    expect(trouble?.what).toBe(what);
  });

  it("an exposition under another type is read all the same", () => {
    expect(readExposition("up 1\n", "text/html", { nowMs, maxSamples: 9 }).samples).toBe(1);
  });

  it("nothing at all is no trouble", () => {
    expect(readExposition("", "text/plain", { nowMs, maxSamples: 9 })).toMatchObject({ families: [], samples: 0 });
  });
});
