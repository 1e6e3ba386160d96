import { catalogue, isMetricId } from "../../src/catalogue/catalogue.ts";
import { type OtlpMetric, otlpConventions, otlpMetrics } from "../../src/catalogue/names/otlp.ts";
import { taskvitalsName } from "../../src/catalogue/names/taskvitals.ts";
import { code, page, table } from "./markdown.ts";

interface Listed {
  readonly metric: OtlpMetric;
  /** In our own dialect. */
  readonly madeFrom: readonly string[];
}

const listed = (): readonly Listed[] => {
  const byName = new Map<string, Listed>();
  for (const [id, metric] of otlpMetrics) {
    const ours = isMetricId(id) ? [taskvitalsName(id, catalogue[id])] : [];
    const before = byName.get(metric.name)?.madeFrom ?? [];
    byName.set(metric.name, { metric, madeFrom: [...before, ...ours] });
  }
  return [...byName.values()];
};

const kinds: Readonly<Record<OtlpMetric["data"], string>> = { sum: "sum", gauge: "gauge", states: "gauge a state" };

const row = ({ metric, madeFrom }: Listed): readonly string[] => {
  const { name, unit, data, attributes, fixed } = metric;
  const names = [...Object.keys(fixed), ...Object.values(attributes).map((attribute) => attribute.name)];
  const all = data === "states" ? [...names, "status"] : names;
  return [
    code(name),
    unit === "" ? "" : code(unit),
    kinds[data],
    all.map(code).join(", "),
    otlpConventions[name] ?? "",
    madeFrom.map(code).join(", "),
  ];
};

export const otlpSection = page(
  "## OpenTelemetry",
  "What the output `otlp` sends. The names of the semantic conventions where they have one, with what is to say of it, and names in their manner where not. Resource attributes: [the output's README](../src/outputs/otlp/README.md).",
  table(["name", "unit", "kind", "attributes", "in the conventions", "made from (`taskvitals`)"], listed().map(row)),
).trimEnd();
