import type { Resource, Scope } from "../../model/resource.ts";
import type { MetricDefinition } from "../define.ts";
import type { Dialect, DialectFamily, LabelPair } from "./dialect.ts";
import { unitWords } from "./units.ts";

const withSuffix = (name: string, suffix: string | undefined): string =>
  suffix === undefined || name.endsWith(`_${suffix}`) ? name : `${name}_${suffix}`;

const prefixedScopes: ReadonlySet<Scope> = new Set(["task", "container", "target", "host"]);

/**
 * The name by rule: `ecs_` before what belongs to tasks, containers, their apps and the host, dots to underscores, then
 * the unit, then `_total` for counters and `_info` for info.
 */
export const ruleName = (id: string, { scope, kind, unit }: MetricDefinition): string => {
  const words = id.replaceAll(".", "_");
  const prefixed = prefixedScopes.has(scope) ? `ecs_${words}` : words;
  const ending = kind === "counter" ? "total" : kind === "info" ? "info" : undefined;
  return withSuffix(withSuffix(prefixed, unitWords[unit]), ending);
};

/** The family's name in the `taskvitals` dialect. */
export const taskvitalsName = (id: string, definition: MetricDefinition): string =>
  definition.names?.taskvitals ?? ruleName(id, definition);

const family = <M extends string>(id: M, definition: MetricDefinition): DialectFamily<M> => ({
  name: taskvitalsName(id, definition),
  kind: definition.kind,
  help: definition.description,
  rows: [{ take: "points", metric: id }],
});

const labelsOf = (resource: Resource): readonly LabelPair[] => {
  if (resource.scope === "image") return [["image", resource.image]];
  if (resource.scope === "host" || resource.scope === "self") return [];
  const { task } = resource;
  const labels: LabelPair[] = [];
  if (task !== undefined) {
    labels.push(
      ["cluster", task.cluster],
      ["service", task.service ?? ""],
      ["task_family", task.family],
      ["task_revision", task.revision],
      ["task_id", task.id],
    );
  }
  if (resource.scope === "container") labels.push(["container_name", resource.container.name]);
  if (resource.scope === "target") {
    const { target, container } = resource;
    labels.push(["container_name", container.name], ["target", target.name], ["slot", String(target.slot)]);
  }
  return labels;
};

/** Our own dialect: every metric of the catalogue, by the naming rule. */
export const taskvitalsDialect = <M extends string>(metrics: Readonly<Record<M, MetricDefinition>>): Dialect<M> => {
  const families: DialectFamily<M>[] = [];
  for (const id in metrics) families.push(family<M>(id, metrics[id]));
  return {
    name: "taskvitals",
    identityLabels: [
      "cluster",
      "service",
      "task_family",
      "task_revision",
      "task_id",
      "container_name",
      "target",
      "slot",
      "image",
    ],
    labelsOf,
    extensible: true,
    families,
  };
};
