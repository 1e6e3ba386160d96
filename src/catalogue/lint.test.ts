import { describe, expect, it } from "vitest";
import type { MetricDefinition } from "./define.ts";
import type { RuleName } from "./lint/finding.ts";
import { lintCatalogue } from "./lint.ts";
import type { ComparedDialect, Dialect, DialectFamily } from "./names/dialect.ts";
import { taskvitalsDialect } from "./names/taskvitals.ts";

type Metrics = Readonly<Record<string, MetricDefinition>>;

const counter: MetricDefinition = {
  scope: "container",
  kind: "counter",
  unit: "By",
  description: "Bytes that were eaten.",
  source: { tmds: "/task/stats eaten", docker: "stats eaten" },
  since: "0.1.0",
};
const gauge: MetricDefinition = { ...counter, kind: "gauge", description: "Bytes on the table." };
const state: MetricDefinition = {
  ...counter,
  kind: "state",
  unit: "",
  description: "Mood of the container.",
  attributes: { status: { description: "Mood", values: ["GOOD", "BAD"] } },
};
const cores: MetricDefinition = { ...gauge, unit: "{vcpu}", description: "Cores in use." };

const sound: Metrics = {
  "container.eaten": counter,
  "container.table": gauge,
  "container.mood": state,
  "container.cores": cores,
  "container.online": { ...gauge, unit: "{cpu}", description: "Cores there are." },
};

const dialectOf = (...families: readonly DialectFamily[]): Dialect => ({
  name: "taskvitals",
  identityLabels: [],
  labelsOf: () => [],
  extensible: false,
  families,
});

const familyOf = (name: string, more: Partial<DialectFamily> = {}): DialectFamily => ({
  name,
  kind: "gauge",
  help: "What it is.",
  rows: [],
  ...more,
});

/** Names of the rules that find something, with how often. */
const rulesFor = (metrics: Metrics, dialects: readonly Dialect[] = [taskvitalsDialect(metrics)]): readonly RuleName[] =>
  lintCatalogue({ metrics, dialects }).map(({ rule }) => rule);

describe("the catalogue", () => {
  it("has nothing wrong with it", () => {
    expect(lintCatalogue()).toEqual([]);
  });

  it("of this test has nothing wrong with it either", () => {
    expect(rulesFor(sound)).toEqual([]);
  });
});

describe("a metric", () => {
  const withMetric = (id: string, metric: MetricDefinition) => rulesFor({ ...sound, [id]: metric });

  it.each<readonly [RuleName, string, string, MetricDefinition]>([
    ["id", "camel case", "container.bytesEaten", counter],
    ["id", "of another scope", "task.devoured", counter],
    ["id", "without a prefix", "devoured", counter],
    ["description", "without a description", "container.new", { ...counter, description: "" }],
    ["description", "not a sentence", "container.new", { ...counter, description: "bytes eaten" }],
    ["description", "one word", "container.new", { ...counter, description: "Bytes." }],
    [
      "description",
      "with an attribute without a description",
      "container.new",
      { ...counter, attributes: { food: { description: " " } } },
    ],
    ["unit", "a counter of ratios", "container.new", { ...counter, unit: "1" }],
    ["unit", "a counter of nothing", "container.new", { ...counter, unit: "" }],
    ["unit", "a state in bytes", "container.new", { ...state, unit: "By" }],
    ["unit", "a timestamp not in seconds", "container.new_timestamp", gauge],
    ["unit", "a counter below zero", "container.new", { ...counter, signed: true }],
    ["origin", "from nowhere", "container.new", { ...counter, source: {} }],
    ["origin", "from a field without a name", "container.new", { ...counter, source: { tmds: "" } }],
    ["origin", "since no version", "container.new", { ...counter, since: "soon" }],
    [
      "availability",
      "with Docker, without a field",
      "container.new",
      { ...counter, source: { tmds: "eaten" }, where: { launch: ["docker"] } },
    ],
    [
      "availability",
      "on Fargate, without a field",
      "container.new",
      { ...counter, source: { docker: "eaten" }, where: { launch: ["fargate"] } },
    ],
    ["availability", "nowhere", "container.new", { ...counter, where: { cgroup: [] } }],
    ["availability", "twice in one place", "container.new", { ...counter, where: { network: ["host", "host"] } }],
    ["attributes", "an info without a message", "container.new", { ...state, kind: "info", attributes: {} }],
    [
      "attributes",
      "a state without its states",
      "container.new",
      { ...state, attributes: { status: { description: "Mood" } } },
    ],
    [
      "attributes",
      "an attribute with doubled values",
      "container.new",
      { ...counter, attributes: { food: { description: "Food", values: ["a", "a"] } } },
    ],
    [
      "name-override",
      "named as the rule names it",
      "container.new",
      { ...counter, names: { taskvitals: "ecs_container_new_bytes_total" } },
    ],
    [
      "label-legal",
      "an attribute that is no label",
      "container.new",
      { ...counter, attributes: { "my-food": { description: "Food" } } },
    ],
    [
      "label-legal",
      "an attribute that the scrape brings",
      "container.new",
      { ...counter, attributes: { instance: { description: "Food" } } },
    ],
    [
      "label-taken",
      "an attribute named as its owner's label",
      "container.new",
      { ...counter, attributes: { task_id: { description: "Food" } } },
    ],
  ])("breaks the rule %s: %s", (rule, _what, id, metric) => {
    expect(withMetric(id, metric)).toContain(rule);
  });

  it("may have a label that only another scope's resources have", () => {
    expect(withMetric("container.new", { ...counter, attributes: { image: { description: "Food" } } })).toEqual([]);
  });
});

describe("a derivation", () => {
  const derived = { ...gauge, source: {} };
  const taskGauge: MetricDefinition = { ...derived, scope: "task" };
  const rate = { ...derived, derive: { op: "rate", of: "container.eaten" } } as const;
  const sum = { ...taskGauge, derive: { op: "sum", of: "container.table" } } as const;
  const count: MetricDefinition = {
    ...taskGauge,
    unit: "{container}",
    attributes: { status: { description: "Mood" } },
    derive: { op: "count", of: "container.mood", by: "status" },
  };
  const ratio: MetricDefinition = {
    ...derived,
    unit: "1",
    derive: { op: "ratio", of: "container.cores", over: ["container.online"] },
  };

  it.each<readonly [string, MetricDefinition]>([
    ["container.speed", rate],
    ["task.table", sum],
    ["task.moods", count],
    ["container.share", ratio],
  ])("is right as it is (%s)", (id, metric) => {
    expect(rulesFor({ ...sound, [id]: metric })).toEqual([]);
  });

  it.each<readonly [string, string, MetricDefinition]>([
    ["of nothing", "container.new", { ...rate, derive: { op: "rate", of: "container.absent" } }],
    ["a rate of a gauge", "container.new", { ...rate, derive: { op: "rate", of: "container.table" } }],
    ["a rate that is a counter", "container.new", { ...rate, kind: "counter" }],
    ["a rate in another scope", "task.new", { ...rate, scope: "task" }],
    ["a rate with other attributes", "container.new", { ...rate, attributes: { food: { description: "Food" } } }],
    ["a sum of one container", "container.new", { ...sum, scope: "container" }],
    ["a sum in another unit", "task.new", { ...sum, unit: "s" }],
    ["a sum of another kind", "task.new", { ...sum, derive: { op: "sum", of: "container.eaten" } }],
    [
      "a count of what is no state",
      "task.new",
      { ...count, derive: { op: "count", of: "container.table", by: "status" } },
    ],
    [
      "a count by an unknown attribute",
      "task.new",
      { ...count, derive: { op: "count", of: "container.mood", by: "food" } },
    ],
    ["a ratio in bytes", "container.new", { ...ratio, unit: "By" }],
    ["a ratio over nothing", "container.new", { ...ratio, derive: { op: "ratio", of: "container.cores", over: [] } }],
    [
      "a ratio over what is not there",
      "container.new",
      { ...ratio, derive: { op: "ratio", of: "container.cores", over: ["container.absent"] } },
    ],
    [
      "a ratio over another unit",
      "container.new",
      { ...ratio, derive: { op: "ratio", of: "container.cores", over: ["container.table"] } },
    ],
    [
      "a ratio over another scope",
      "task.new",
      { ...ratio, scope: "task", derive: { op: "ratio", of: "container.cores", over: ["container.online"] } },
    ],
  ])("is refused: %s", (_what, id, metric) => {
    expect(rulesFor({ ...sound, [id]: metric })).toContain("derivation");
  });

  it("is refused of what is worked out later", () => {
    const metrics = {
      ...sound,
      "container.share": ratio,
      "task.share": { ...sum, unit: "1", derive: { op: "sum", of: "container.share" } },
    } as const;
    expect(rulesFor(metrics)).toEqual(["derivation"]);
  });
});

describe("a family's name", () => {
  const findings = (...dialects: readonly Dialect[]) => rulesFor(sound, dialects);

  it.each(["1a_bytes", "a-bytes", "ä_bytes", ""])("is legal, unlike %j", (name) => {
    expect(findings(dialectOf(familyOf(name)))).toContain("name-legal");
  });

  it("tells an info", () => {
    expect(findings(dialectOf(familyOf("a_facts", { kind: "info" })))).toEqual(["name-legal"]);
    expect(findings(dialectOf(familyOf("a_info", { kind: "info" })))).toEqual([]);
  });

  it.each<readonly [string, DialectFamily]>([
    ["a counter without its suffix", familyOf("a_bytes", { kind: "counter" })],
    ["a gauge with a counter's suffix", familyOf("a_bytes_total")],
    ["a reserved suffix", familyOf("a_count")],
    ["a reserved suffix of OpenMetrics", familyOf("a_created")],
    ["a multiple of a base unit", familyOf("a_milliseconds")],
    ["another unit", familyOf("a_hours")],
    ["a multiple of another unit", familyOf("a_kilobits")],
    ["its type in the name", familyOf("a_gauge_bytes")],
    ["camel case", familyOf("a_bytesRead")],
    ["an abbreviated unit", familyOf("a_ms")],
    ["a colon", familyOf("a:bytes")],
    ["no help", familyOf("a_bytes", { help: "" })],
  ])("pleases promtool, unlike %s", (_what, family) => {
    expect(findings(dialectOf(family))).toContain("promlint");
  });

  it("is as it is where another program chose it", () => {
    const compared: ComparedDialect = { ...dialectOf(), originalProgram: "x", remarks: [], families: [] };
    expect(findings({ ...compared, families: [familyOf("a_bytes_read", { kind: "counter" })] })).toEqual([]);
  });

  const points = [{ take: "points", metric: "container.eaten" }] as const;

  it("is one family's within a dialect, in OpenMetrics' eyes too", () => {
    expect(findings(dialectOf(familyOf("a_bytes"), familyOf("a_bytes")))).toEqual(["name-unique"]);
    expect(findings(dialectOf(familyOf("a_bytes"), familyOf("a_bytes_total", { kind: "counter" })))).toEqual([
      "name-unique",
    ]);
  });

  it("means the same in every dialect", () => {
    const one = dialectOf(familyOf("a_bytes", { rows: points }));
    expect(findings(one, dialectOf(familyOf("a_bytes", { rows: points })))).toEqual([]);
    expect(findings(one, dialectOf(familyOf("a_bytes", { rows: [] })))).toEqual(["name-unique"]);
    expect(findings(one, dialectOf(familyOf("a_bytes", { rows: points, kind: "state" })))).toEqual(["name-unique"]);
  });
});

describe("a dialect", () => {
  it("has legal labels", () => {
    const dialect: Dialect = { ...dialectOf(), labelsOf: () => [["container-name", "x"]] };
    expect(rulesFor(sound, [dialect])).toEqual(["label-legal"]);
  });

  it("reads metrics that there are", () => {
    const rows = [
      { take: "points", metric: "container.absent" },
      { take: "difference", metric: "container.table", minus: "container.absent" },
      { take: "shared", metric: "container.table", beside: "container.absent" },
    ] as const;
    expect(rulesFor(sound, [dialectOf(familyOf("a_bytes", { rows }))])).toEqual([
      "row-metric",
      "row-metric",
      "row-metric",
    ]);
  });
});
