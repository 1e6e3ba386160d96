import type { TaskIdentity } from "../../model/identity.ts";
import {
  containerResource,
  hostResource,
  imageResource,
  type Resource,
  selfResource,
  targetResource,
  taskResource,
} from "../../model/resource.ts";
import { type Dialect, metricsOf, type Row } from "../names/dialect.ts";
import { eachMetric, type Finding, type Rule, when } from "./finding.ts";

const task: TaskIdentity = { arn: "a", id: "i", cluster: "c", family: "f", revision: "1", service: "s" };

/** One resource a scope, with everything known that may become a label. */
const specimens: readonly Resource[] = [
  taskResource(task),
  containerResource({ id: "i", name: "n" }, task),
  targetResource(
    { id: "i", kind: "k", name: "n", slot: 1, containerPort: 1, hostPort: 1 },
    { id: "i", name: "n" },
    task,
  ),
  imageResource("i"),
  hostResource({ name: "n", instanceId: "i", cluster: "c", availabilityZone: "z" }),
  selfResource,
];

const identityLabels = (dialect: Dialect, resource: Resource): readonly string[] =>
  dialect.labelsOf(resource, "daemon").map(([name]) => name);

/** Labels that the user or the scrape brings. */
const reserved = /^(label_|tag_|exported_|__)|^(job|instance|le|quantile)$/;

const legal = (name: string): boolean => /^[a-z_][a-z0-9_]*$/.test(name) && !reserved.test(name);

export const attributeLabelRule = eachMetric("label-legal", (_id, { attributes = {} }) =>
  Object.keys(attributes).flatMap((name) => when(!legal(name), `The attribute ${name} makes no label.`)),
);

/** An attribute named as a label of its owner would give a series two labels of one name. */
export const labelTakenRule = eachMetric("label-taken", (_id, { scope, attributes = {} }, { dialects }) => {
  const taken = new Set(
    dialects.flatMap((dialect) =>
      specimens.filter((resource) => resource.scope === scope).flatMap((resource) => identityLabels(dialect, resource)),
    ),
  );
  return Object.keys(attributes).flatMap((name) => when(taken.has(name), `The label ${name} is the resource's own.`));
});

export const identityLabelRule: Rule = ({ dialects }) =>
  dialects.flatMap((dialect) => {
    const used = new Set(specimens.flatMap((resource) => identityLabels(dialect, resource)));
    return [...used].flatMap((name) =>
      when(!legal(name), `The label ${name} is not legal.`).map(
        (message): Finding => ({ rule: "label-legal", subject: dialect.name, message }),
      ),
    );
  });

const readBy = (row: Row): readonly string[] => (row.take === "shared" ? [row.metric, row.beside] : metricsOf(row));

/** Every row reads metrics that there are. */
export const rowMetricRule: Rule = ({ metrics, dialects }) =>
  dialects.flatMap((dialect) =>
    dialect.families.flatMap(({ name, rows }) =>
      rows
        .flatMap(readBy)
        .flatMap((metric) =>
          when(!Object.hasOwn(metrics, metric), `There is no metric ${metric}.`).map(
            (message): Finding => ({ rule: "row-metric", subject: `${dialect.name} ${name}`, message }),
          ),
        ),
    ),
  );
