import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, type MetricId, metricIds } from "../../catalogue/catalogue.ts";
import { dialectNames } from "../../catalogue/names/dialect.ts";
import { taskvitalsName } from "../../catalogue/names/taskvitals.ts";
import { type Form, forms } from "../../model/place.ts";
import type { Attributes, Point } from "../../model/point.ts";
import { containerResource, imageResource, type Resource, selfResource, taskResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { type ReadFamily, readExposition, seriesText } from "./exposition-reader.ts";
import { prometheus } from "./index.ts";

/** Whatever a container or a label may be called, half surrogate pairs included. */
const words = fc.oneof(
  fc.constantFrom("web", "db", "", "_task_", "~internal~x", "constructor", "__proto__", "RUNNING", "eth0"),
  fc.string({
    unit: fc.constantFrom("\\", '"', "\n", "{", "}", ",", "=", " ", "a", "\0", "é", "💥", "\uD83D", "\r", "#"),
  }),
  fc.string({ unit: "binary" }),
);

const known = (record: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value]])),
  );

const tasks = fc
  .record({ id: words, cluster: words, family: words, revision: words, service: words, networkMode: words })
  .map((task) => ({ ...task, arn: `arn/${task.id}`, tags: { team: task.service } }));

const containers = fc.record({
  id: words,
  name: words,
  type: fc.constantFrom("NORMAL", "CNI_PAUSE", "anything"),
  labels: fc.dictionary(words, words, { maxKeys: 3 }),
});

const resources: fc.Arbitrary<Resource> = fc.oneof(
  tasks.map(taskResource),
  fc
    .tuple(containers, fc.option(tasks, { nil: undefined }))
    .map(([container, task]) => containerResource(container, task)),
  words.map(imageResource),
  fc.constant(selfResource),
);

const attributesOf = (metric: MetricId): fc.Arbitrary<Attributes> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(catalogue[metric].attributes ?? {}).map(([name, { values }]) => [
          name,
          values === undefined ? words : fc.oneof(fc.constantFrom(...values), words),
        ]),
      ),
      { requiredKeys: [] },
    )
    .map(known);

const pointOf = (metric: MetricId): fc.Arbitrary<Point> => {
  const { kind } = catalogue[metric];
  return fc.record({
    metric: fc.constant(metric),
    value: kind === "state" || kind === "info" ? fc.constant(1) : fc.double(),
    attributes: attributesOf(metric),
    atMs: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_020 }),
  });
};

const entries: fc.Arbitrary<Entry> = resources.chain((resource) =>
  fc.record({
    resource: fc.constant(resource),
    points: fc.array(
      fc.constantFrom(...metricIds.filter((id) => catalogue[id].scope === resource.scope)).chain(pointOf),
      { maxLength: 12 },
    ),
  }),
);

const snapshots: fc.Arbitrary<Snapshot> = fc.record({
  takenAtMs: fc.constant(1_700_000_000_020),
  form: fc.constantFrom<Form>(...forms),
  entries: fc.array(entries, { maxLength: 6 }),
  inputs: fc.array(fc.record({ name: words, up: fc.constantFrom(true, false, undefined) }), { maxLength: 2 }),
});

const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
};

const written = (value: string): string => value.toWellFormed().replaceAll("\0", "\uFFFD");

const identity = (resource: Resource): Readonly<Record<string, string>> => {
  if (resource.scope === "self" || resource.scope === "host") return {};
  if (resource.scope === "image") return { image: resource.image };
  const { task } = resource;
  return {
    cluster: task?.cluster ?? "",
    service: task?.service ?? "",
    task_family: task?.family ?? "",
    task_revision: task?.revision ?? "",
    task_id: task?.id ?? "",
    container_name: resource.scope === "task" ? "" : resource.container.name,
    ...(resource.scope === "target" ? { target: resource.target.name, slot: String(resource.target.slot) } : {}),
  };
};

type Series = Map<string, { readonly value: number; readonly atMs: number }>;

/** What `taskvitals` must say of a snapshot, told independently of how it is rendered. */
const expectedSeries = (snapshot: Snapshot): Series => {
  const series: Series = new Map();
  const put = (name: string, labels: Readonly<Record<string, string>>, value: number, atMs: number): void => {
    const pairs = Object.entries(known(labels)).map(([key, text]): [string, string] => [key, written(text)]);
    const key = seriesText({ name, labels: new Map(pairs), value, time: undefined });
    const before = series.get(key);
    if (before === undefined || before.atMs < atMs) series.set(key, { value, atMs });
  };
  for (const { resource, points } of snapshot.entries) {
    for (const { metric, value, attributes, atMs } of points) {
      const definition = catalogue[metric as MetricId];
      const name = taskvitalsName(metric, definition);
      const labels = { ...identity(resource), ...attributes };
      if (definition.kind === "state" && attributes.status === undefined) continue;
      put(name, labels, value, atMs);
      if (definition.kind !== "state") continue;
      for (const status of definition.attributes?.status?.values ?? []) {
        if (status !== attributes.status) put(name, { ...labels, status }, 0, atMs);
      }
    }
  }
  return series;
};

const seriesOf = (families: readonly ReadFamily[]): Map<string, number> => {
  const series = new Map<string, number>();
  for (const sample of families.flatMap(({ samples }) => samples)) {
    const key = seriesText(sample);
    if (series.has(key)) throw new Error(`twice: ${key}`);
    series.set(key, sample.value);
  }
  return series;
};

const open = "application/openmetrics-text";

describe("any snapshot", () => {
  it("reads back as it was, in both formats", () => {
    const output = prometheus.create(prometheus.config.parse({ dialects: ["taskvitals"], internalContainers: "show" }));
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const expected = expectedSeries(frozen(snapshot));
        for (const accept of ["", open]) {
          const { body } = output.render(snapshot, output.variant({ accept }));
          const read = seriesOf(readExposition(body, accept === open ? "openmetrics" : "text"));
          expect([...read.keys()].sort()).toEqual([...expected.keys()].sort());
          for (const [key, value] of read) expect(value + 0).toBe((expected.get(key)?.value ?? 0) + 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives legal text without doubles in every dialect at once, the same each time", () => {
    const config = fc.record({
      dialects: fc.shuffledSubarray([...dialectNames], { minLength: 1 }),
      timestamps: fc.constantFrom("on", "off"),
      internalContainers: fc.constantFrom("show", "hide"),
      labels: fc.uniqueArray(
        words.filter((word) => word !== ""),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(snapshots, config, (snapshot, options) => {
        const output = prometheus.create(prometheus.config.parse(options));
        frozen(snapshot);
        const [text, openMetrics] = ["", open].map((accept) => output.render(snapshot, output.variant({ accept })));
        const read = seriesOf(readExposition(text?.body ?? "", "text"));
        expect(seriesOf(readExposition(openMetrics?.body ?? "", "openmetrics"))).toEqual(read);
        expect(output.render(snapshot, output.variant({ accept: "" }))).toEqual(text);
      }),
      { numRuns: 300 },
    );
  });
});
