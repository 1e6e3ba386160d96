import type { MetricDefinition, Unit } from "../define.ts";
import type { ElasticField, ElasticType, ElasticValue } from "./elastic-field.ts";

/** Attributes whose values get documents of their own; the points of other open attributes are added up. */
export const elasticApart: readonly string[] = ["mount"];

const prefix = "taskvitals.";
const timestamp = /_timestamp$/;

/** The last part of a field's name. What has no entry is a count, named by its metric. */
const endings: Partial<Record<Unit, string>> = { By: ".bytes", s: ".seconds", "1": ".pct", "{vcpu}": ".vcpus" };

const fractional: ReadonlySet<Unit> = new Set<Unit>(["s", "1", "{vcpu}", ""]);

const typeOf = ({ unit }: MetricDefinition): ElasticType => (fractional.has(unit) ? "double" : "long");

/** Every combination of the attributes whose values are known beforehand. */
const combinations = (
  definition: MetricDefinition,
  without: readonly string[] = [],
): readonly Readonly<Record<string, string>>[] => {
  let all: readonly Readonly<Record<string, string>>[] = [{}];
  for (const [attribute, { values }] of Object.entries(definition.attributes ?? {})) {
    if (values === undefined || without.includes(attribute)) continue;
    all = all.flatMap((chosen) => values.map((value) => ({ ...chosen, [attribute]: value })));
  }
  return all;
};

const path = (id: string, chosen: Readonly<Record<string, string>>, ending = ""): string =>
  `${prefix}${[id, ...Object.values(chosen)].join(".")}${ending}`;

/**
 * The fields of a metric in our own documents: its catalogue id below `taskvitals.`, the values of closed attributes as
 * further parts, then the unit. Times are dates, states their present word; what only describes is told by other fields.
 */
export const nativeFields = <M extends string>(id: M, definition: MetricDefinition): readonly ElasticField<M>[] => {
  const { kind, unit } = definition;
  if (kind === "info") return [];
  if (kind === "state") {
    return combinations(definition, ["status"]).map((having) => ({
      name: path(id, having),
      type: "keyword" as const,
      value: { word: id, having },
    }));
  }
  if (timestamp.test(id)) {
    return [{ name: path(id.replace(timestamp, ""), {}), type: "date", value: { date: id } }];
  }
  return combinations(definition).map((having) => {
    const value: ElasticValue<M> = { first: [{ metric: id, having }] };
    return { name: path(id, having, endings[unit]), type: typeOf(definition), series: kind, value };
  });
};
