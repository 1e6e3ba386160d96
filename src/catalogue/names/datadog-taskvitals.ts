import { catalogue, type MetricId, metricIds } from "../catalogue.ts";
import type { MetricDefinition, Unit } from "../define.ts";
import type { DatadogDialect, DatadogFamily, DatadogRow, Together } from "./datadog-dialect.ts";

const units: Readonly<Partial<Record<Unit, string>>> = {
  By: "byte",
  s: "second",
  "1": "fraction",
  "{vcpu}": "core",
  "{cpu}": "core",
};

/** `{packet}` is a packet. */
const unitName = (unit: Unit): string => units[unit] ?? unit.replace(/[{}]/g, "");

/** Names of what a thing is, and times of things that happened, make no graph. */
const isDrawn = (id: string, { scope, kind }: MetricDefinition): boolean =>
  scope !== "image" && kind !== "info" && !id.endsWith("_timestamp");

const rowOf = (metric: MetricId, { kind, attributes = {} }: MetricDefinition): DatadogRow => {
  const tags = Object.fromEntries(Object.keys(attributes).map((name) => [name, name]));
  return { take: "points", metric, send: kind === "counter" ? "perSecond" : "value", tags };
};

const togetherOf = ({ unit, kind }: MetricDefinition): Together =>
  unit === "1" ? "mean" : kind === "counter" || unit !== "s" ? "sum" : "greatest";

const familyOf = (id: MetricId): DatadogFamily => {
  const definition = catalogue[id];
  const { scope, kind, unit, description } = definition;
  return {
    name: scope === "self" ? id : `ecs.${id}`,
    kind: "gauge",
    unit: kind === "counter" ? `${unitName(unit)}/second` : unitName(unit),
    rows: [rowOf(id, definition)],
    together: togetherOf(definition),
    original: "",
    ours: kind === "counter" ? `${description} Change per second.` : description,
  };
};

/** Our own names, by rule: every figure of the catalogue, what the others have no name for among them. */
export const datadogTaskvitals: DatadogDialect = {
  name: "taskvitals",
  originalProgram: "",
  remarks: [
    "Every metric of docs/metrics.md under its own id: `ecs.` before those of tasks and containers; counters as their change per second.",
  ],
  families: metricIds.filter((id) => isDrawn(id, catalogue[id])).map(familyOf),
  inputChecks: [],
  stateChecks: [],
};
