import { describe, expect, it } from "vitest";
import { catalogue, type MetricId, metricIds } from "../../src/catalogue/catalogue.ts";
import type { AppFamily } from "../../src/model/app-family.ts";
import { forms, type Place } from "../../src/model/place.ts";
import type { Attributes, Point } from "../../src/model/point.ts";
import {
  containerResource,
  hostResource,
  imageResource,
  type Resource,
  type Scope,
  selfResource,
  targetResource,
  taskResource,
} from "../../src/model/resource.ts";
import type { Entry, Snapshot } from "../../src/model/snapshot.ts";
import type { PullOutput, PullOutputDefinition } from "../../src/ports/output.ts";
import { problems } from "../../src/problems/table.ts";
import { undescribedOptions } from "./options.ts";

const takenAtMs = Date.UTC(2026, 0, 1);
const place: Place = { form: "standalone", reasons: [] };

const task = {
  arn: "arn:aws:ecs:eu-west-1:123456789012:task/shop/one",
  id: "one",
  cluster: "shop",
  family: "web",
  revision: "7",
};

const resources: Readonly<Record<Scope, Resource>> = {
  task: taskResource(task),
  container: containerResource({ id: "c1", name: "nginx" }, task),
  target: targetResource(
    { id: "c1/80", kind: "prometheus", name: "nginx", slot: 1 },
    { id: "c1", name: "nginx" },
    task,
  ),
  image: imageResource("nginx:1"),
  host: hostResource({ name: "one" }),
  self: selfResource,
};

const headers = [
  "",
  "*/*",
  "text/plain",
  "application/json",
  "application/openmetrics-text; version=1.0.0",
  ";;q=,,x/",
];

/** Nobody can change what was frozen, however deep. */
const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
};

const snapshotOf = (entries: readonly Entry[], more: Partial<Snapshot> = {}): Snapshot =>
  frozen({ takenAtMs, form: "standalone", entries, inputs: [], ...more });

const everyAttribute = (metric: MetricId, text: string): Attributes =>
  Object.fromEntries(
    Object.entries(catalogue[metric].attributes ?? {}).map(([name, { values }]) => [name, values?.[0] ?? text]),
  );

const pointOf = (metric: MetricId, attributes = everyAttribute(metric, "some")): Point => {
  const { kind } = catalogue[metric];
  return { metric, value: kind === "state" || kind === "info" ? 1 : 4242.125, attributes, atMs: takenAtMs - 1500 };
};

/** A resource of every scope, with these points where they belong. */
const world = (metrics: readonly MetricId[], point = pointOf): Snapshot =>
  snapshotOf(
    Object.values(resources).map((resource) => ({
      resource,
      points: metrics.filter((metric) => catalogue[metric].scope === resource.scope).map((metric) => point(metric)),
    })),
  );

/** What an app tells of itself: one metric of each kind, all of one name, with one label. */
const appFamilies = (name: string, label: string, value = 4242.125): readonly AppFamily[] => {
  const head = { labels: { [label]: name }, atMs: takenAtMs - 1500 };
  const kinds = ["counter", "gauge", "info", "state-set", "unknown"] as const;
  return [
    ...kinds.map((kind): AppFamily => ({ name, kind, help: name, samples: [{ ...head, value }] })),
    { name, kind: "histogram", samples: [{ ...head, buckets: [{ upperBound: 1, count: 2 }], count: 3, sum: value }] },
    { name, kind: "summary", samples: [{ ...head, quantiles: [{ quantile: 0.5, value }], count: 3 }] },
  ];
};

const withApps = (snapshot: Snapshot, name: string, label: string): Snapshot => ({
  ...snapshot,
  entries: snapshot.entries.map((entry) =>
    entry.resource.scope === "target" ? { ...entry, families: appFamilies(name, label) } : entry,
  ),
});

/** Texts that make trouble in one format or another. */
const weirdTexts = [
  "",
  " ",
  'a"b',
  "a\\b",
  "a\nb\r\n",
  "\t\u0000\u2028",
  "é€😀",
  "\ud800",
  "x".repeat(5000),
  "{}",
  "NaN",
];

const describeDefinition = (definition: PullOutputDefinition): void => {
  it("says what it is", () => {
    expect(definition.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(definition.description.trim()).not.toBe("");
  });

  it("works without configuration, and describes every option", () => {
    expect(definition.config.safeParse({}).success).toBe(true);
    expect(undescribedOptions(definition.config)).toEqual([]);
  });

  it("knows everywhere whether it is on, and why", () => {
    for (const form of forms) {
      const { on, why } = definition.detect({ form, reasons: [] }, definition.config.parse({}));
      expect(typeof on).toBe("boolean");
      expect(why.trim()).not.toBe("");
    }
  });
};

interface Subject {
  readonly output: PullOutput;
  /** Every rendering there is of a snapshot, by variant, twice: it must be the same. */
  render(snapshot: Snapshot): ReadonlyMap<string, string>;
}

const open = (definition: PullOutputDefinition): Subject => {
  const create = () => definition.create(definition.config.parse({}), { place });
  const output = create();
  const other = create();
  const variants = new Set(headers.map((accept) => output.variant({ accept })));
  const renderOne = (snapshot: Snapshot, variant: string): string => {
    const rendering = output.render(snapshot, variant);
    expect(output.render(snapshot, variant)).toEqual(rendering);
    expect(other.render(snapshot, variant)).toEqual(rendering);
    expect(rendering.contentType).toMatch(/^[a-z]+\/[a-z0-9.+-]+/);
    for (const { code, subject } of rendering.problems) {
      expect(Object.keys(problems)).toContain(code);
      expect(subject).not.toBe("");
    }
    return rendering.body;
  };
  return {
    output,
    render: (snapshot) => new Map([...variants].map((variant) => [variant, renderOne(snapshot, variant)])),
  };
};

const describeRendering = (definition: PullOutputDefinition): void => {
  const { output, render } = open(definition);

  it("has a path, and a variant for every reader", () => {
    expect(output.path).toMatch(/^\/[a-z]/);
    for (const accept of headers) {
      expect(output.variant({ accept })).not.toBe("");
      expect(output.variant({ accept })).toBe(output.variant({ accept }));
    }
  });

  it("renders a snapshot with nothing in it", () => {
    expect(() => render(snapshotOf([]))).not.toThrow();
    expect(() => render(world([]))).not.toThrow();
  });

  it("renders everything at once: the same twice, from a snapshot that nobody can change", () => {
    const bodies = [...render(frozen(withApps(world(metricIds), "requests", "method"))).values()];
    expect(bodies).not.toContain("");
  });

  it("keeps nothing of one snapshot for the next", () => {
    const few: readonly MetricId[] = ["container.cpu.time", "task.cpu.limit"];
    const before = render(world(few));
    render(withApps(world(metricIds), "requests", "method"));
    expect(render(world(few))).toEqual(before);
  });

  it("shows every metric of the catalogue, if it shows metrics at all", () => {
    const bare = render(world([]));
    const isShown = (metric: MetricId): boolean =>
      [...render(world([metric]))].every(([variant, body]) => body !== bare.get(variant));
    const hidden = metricIds.filter((metric) => !isShown(metric));
    if (hidden.length < metricIds.length) expect(hidden).toEqual([]);
  });

  it("renders what the catalogue does not know yet: words, attributes, metrics", () => {
    const strange: Point = { metric: "container.from.the.future", value: 1, attributes: {}, atMs: takenAtMs };
    const points = metricIds
      .filter((metric) => catalogue[metric].scope === "container")
      .map((metric): Point => {
        const attributes = Object.keys(catalogue[metric].attributes ?? {}).map((name) => [name, "HIBERNATING"]);
        return pointOf(metric, { ...Object.fromEntries(attributes), unheard_of: "x" });
      });
    expect(() => render(snapshotOf([{ resource: resources.container, points: [...points, strange] }]))).not.toThrow();
  });

  it.each(weirdTexts.map((text) => ({ text })))("renders texts such as $text", ({ text }) => {
    const identity = { arn: text, id: text, cluster: text, family: text, revision: text, service: text };
    const container = { id: text, name: text, image: text, labels: { [text]: text } };
    const point = (metric: MetricId): Point => {
      const names = Object.keys(catalogue[metric].attributes ?? {});
      return pointOf(metric, Object.fromEntries(names.map((name) => [name, text])));
    };
    const own = (scope: Scope): readonly Point[] =>
      metricIds.filter((metric) => catalogue[metric].scope === scope).map(point);
    const entries: readonly Entry[] = [
      { resource: taskResource({ ...identity, tags: { [text]: text } }), points: own("task") },
      { resource: containerResource(container, identity), points: own("container") },
      { resource: containerResource({ ...container, id: `${text}2` }), points: own("container") },
      { resource: imageResource(text), points: own("image") },
      {
        resource: targetResource(
          { id: text, kind: text, name: text, slot: 1, tags: { [text]: text } },
          container,
          identity,
        ),
        points: own("target"),
        families: appFamilies(text, text),
      },
    ];
    expect(() => render(snapshotOf(entries))).not.toThrow();
  });

  it.each([0, -0, 1e-320, Number.MAX_VALUE, 2 ** 53, 0.1 + 0.2])("renders the number %d", (value) => {
    const point = (metric: MetricId): Point => ({ ...pointOf(metric), value });
    expect(() => render(world(metricIds, point))).not.toThrow();
  });

  it("renders inputs that have not collected yet, or that failed", () => {
    const inputs = [
      { name: "first", up: undefined },
      { name: "second", up: false, durationMs: 5 },
    ];
    expect(() => render(snapshotOf([], { inputs, form: "daemon" }))).not.toThrow();
  });
};

/** What every pull output must hold to (`src/ports/output.ts`). */
export const describePullOutput = (definition: PullOutputDefinition): void => {
  describe(`output ${definition.name}`, () => {
    describeDefinition(definition);
    describeRendering(definition);
  });
};
