import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appsAtMs, everyKind, targetEntry } from "../../../test/app-world.ts";
import type { AppFamily, AppValueKind } from "../../model/app-family.ts";
import { readLabels } from "../prometheus-text/label-reader.ts";
import { type AppSeries, appSeriesOf } from "./app-series.ts";

const value = (name: string, kind: AppValueKind, labels = {}, number = 1): AppFamily => ({
  name,
  kind,
  samples: [{ labels, value: number, atMs: appsAtMs }],
});

const histogram = (name: string): AppFamily => ({
  name,
  kind: "histogram",
  samples: [{ labels: {}, buckets: [{ upperBound: 1, count: 1 }], count: 2, sum: 3, atMs: appsAtMs }],
});

const heads = ({ families }: AppSeries) => families.map(({ name, type }) => `${type} ${name}`);

const sampleNames = ({ families }: AppSeries): readonly string[] =>
  families.flatMap(({ name, suffixes }) => suffixes.map((suffix) => `${name}${suffix}`));

describe("metrics of one name", () => {
  it("of several targets are one family, with each target's labels", () => {
    const series = appSeriesOf([targetEntry(1, everyKind(1)), targetEntry(2, everyKind(2))]);
    expect(series.families).toHaveLength(everyKind(1).length);
    const gauge = series.families.find(({ name }) => name === "queue_length");
    expect(gauge?.labels.map((text) => Object.fromEntries(readLabels(text)).task_id)).toEqual(["task1", "task2"]);
    expect(series.problems).toEqual([]);
  });

  it("have the first help there is", () => {
    const series = appSeriesOf([
      targetEntry(1, [value("a", "gauge")]),
      targetEntry(2, [{ ...value("a", "gauge"), help: "Said." }]),
    ]);
    expect(series.families[0]?.help).toBe("Said.");
  });

  it("and of different types have none, keep their names, and are told of", () => {
    const series = appSeriesOf([
      targetEntry(1, [histogram("latency"), value("other", "gauge")]),
      targetEntry(2, [value("latency", "gauge")]),
      targetEntry(3, [value("latency_count", "gauge")]),
    ]);
    expect(heads(series)).toEqual([
      "gauge other",
      "unknown latency_bucket",
      "unknown latency_sum",
      "unknown latency_count",
      "unknown latency",
    ]);
    expect(series.families.find(({ name }) => name === "latency_count")?.values).toEqual([2, 1]);
    expect(series.problems.map(({ code, subject }) => [code, subject])).toEqual([
      ["app-types-differ", "latency"],
      ["app-types-differ", "latency"],
      ["app-types-differ", "latency_count"],
    ]);
  });

  it("are no trouble where the ending of a counter tells them apart, as Go's own do", () => {
    const series = appSeriesOf([targetEntry(1, [value("alloc_bytes", "gauge"), value("alloc_bytes", "counter")])]);
    expect(heads(series)).toEqual(["gauge alloc_bytes", "counter alloc_bytes_total"]);
    expect(series.problems).toEqual([]);
  });

  it("are there once when only illegal characters tell them apart", () => {
    const series = appSeriesOf([targetEntry(1, [value("a.b", "gauge", {}, 1), value("a-b", "gauge", {}, 2)])]);
    expect(series.families.map(({ name, values }) => [name, values])).toEqual([["a_b", [1]]]);
    expect(series.problems).toMatchObject([{ code: "app-series-twice" }]);
  });
});

describe("labels", () => {
  const labelsOf = (labels: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      appSeriesOf([targetEntry(1, [value("a", "gauge", labels)], { tags })]).families.flatMap(
        ({ labels: [text = ""] }) => readLabels(text),
      ),
    );

  it("say whose the metric is, then what the user says, then what the app says", () => {
    expect(labelsOf({ code: "200" }, { team: "blue" })).toEqual({
      cluster: "shop",
      service: "checkout",
      task_family: "web",
      task_revision: "7",
      task_id: "task1",
      container_name: "app",
      target: "web",
      slot: "1",
      team: "blue",
      code: "200",
    });
  });

  it("of the app that say otherwise are exported ones", () => {
    expect(labelsOf({ cluster: "mine", exported_cluster: "too", team: "red" }, { team: "blue" })).toMatchObject({
      cluster: "shop",
      exported_cluster: "mine",
      exported_exported_cluster: "too",
      team: "blue",
      exported_team: "red",
    });
  });

  it("that are empty are none", () => {
    expect(labelsOf({ code: "" })).not.toHaveProperty("code");
  });

  it("of a container without a task are those of the target", () => {
    const { resource, families = [] } = targetEntry(4, [value("a", "gauge")]);
    if (resource.scope !== "target") throw new Error("no target");
    const { task: _, ...rest } = resource;
    const [family] = appSeriesOf([{ resource: rest, points: [], families }]).families;
    expect(family?.labels).toEqual(['{container_name="app",target="web",slot="4"}']);
  });
});

const kind = fc.constantFrom<AppValueKind>("counter", "gauge", "info", "state-set", "unknown");
const word = fc.oneof(
  fc.constantFrom(
    "a",
    "a_total",
    "a_count",
    "a_sum",
    "a_bucket",
    "a_info",
    "a.b",
    "a_b",
    "le",
    "é",
    "",
    "__x",
    "cluster",
  ),
  fc.string({ maxLength: 4 }),
);
const labels = fc.dictionary(word, fc.string({ maxLength: 3 }), { maxKeys: 3, noNullPrototype: true });
const number = fc.double({ noNaN: true });
const someFamily: fc.Arbitrary<AppFamily> = fc.oneof(
  fc.record({
    name: word,
    kind,
    samples: fc.array(fc.record({ labels, value: number, atMs: fc.constant(1) }), { maxLength: 2 }),
  }),
  fc.record({
    name: word,
    kind: fc.constant("histogram" as const),
    samples: fc.array(
      fc.record({
        labels,
        buckets: fc.constantFrom([], [{ upperBound: 1, count: 2 }]),
        count: fc.constant(3),
        atMs: fc.constant(1),
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    name: word,
    kind: fc.constant("summary" as const),
    samples: fc.array(
      fc.record({
        labels,
        quantiles: fc.constantFrom([], [{ quantile: 0.5, value: 2 }]),
        count: number,
        atMs: fc.constant(1),
      }),
      { maxLength: 2 },
    ),
  }),
);

describe("whatever apps name", () => {
  it("has legal names, no label twice, no series twice and no name of two families", () => {
    fc.assert(
      fc.property(fc.array(fc.array(someFamily, { maxLength: 5 }), { maxLength: 3 }), (targets) => {
        const { families } = appSeriesOf(targets.map((list, place) => targetEntry(place + 1, list)));
        const series: string[] = [];
        const owners = new Map<string, number>();
        for (const [place, family] of families.entries()) {
          expect(family.labels).toHaveLength(family.values.length);
          for (const [at, text] of family.labels.entries()) {
            const name = `${family.name}${family.suffixes[at]}`;
            expect(name).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
            expect(owners.get(name) ?? place).toBe(place);
            owners.set(name, place);
            const pairs = readLabels(text);
            expect(new Set(pairs.map(([label]) => label)).size).toBe(pairs.length);
            for (const [label] of pairs) expect(label).toMatch(/^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/);
            series.push(`${name}${text}`);
          }
        }
        expect(new Set(series).size).toBe(series.length);
        expect(sampleNames({ families, problems: [] })).toHaveLength(series.length);
      }),
      { numRuns: 300 },
    );
  });
});
