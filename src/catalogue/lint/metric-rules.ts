import type { Scope } from "../../model/resource.ts";
import type { Kind, MetricDefinition, Unit } from "../define.ts";
import { ruleName } from "../names/taskvitals.ts";
import { eachMetric, when } from "./finding.ts";

const idPrefixes: Readonly<Record<Scope, string>> = {
  task: "task.",
  container: "container.",
  target: "target.",
  image: "docker.",
  host: "host.",
  self: "taskvitals.",
};

export const idRule = eachMetric("id", (id, { scope }) => [
  ...when(!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(id), "An id is words in lower case, with dots between them."),
  ...when(!id.startsWith(idPrefixes[scope]), `An id of scope ${scope} begins with ${idPrefixes[scope]}`),
]);

const isSentence = (text: string): boolean => /^[A-Z0-9]\S*( \S+)+\.$/.test(text);

export const descriptionRule = eachMetric("description", (_id, { description, attributes = {} }) => [
  ...when(!isSentence(description), "The description is a full sentence: a capital first, a full stop last."),
  ...Object.entries(attributes).flatMap(([name, attribute]) =>
    when(attribute.description.trim() === "", `The attribute ${name} has no description.`),
  ),
]);

const notCounted: readonly Unit[] = ["1", "{vcpu}", "{cpu}", "{code}", ""];

const unitFault = (id: string, kind: Kind, unit: Unit): string | undefined => {
  if (kind === "state" || kind === "info") return unit === "" ? undefined : `A metric of kind ${kind} has no unit.`;
  if (kind === "counter" && notCounted.includes(unit)) return `A counter does not count in "${unit}".`;
  if (id.endsWith("timestamp") && unit !== "s") return "A timestamp is in seconds.";
  return undefined;
};

export const unitRule = eachMetric("unit", (id, { kind, unit, signed }) => [
  ...when(unitFault(id, kind, unit) !== undefined, unitFault(id, kind, unit) ?? ""),
  ...when(signed === true && kind !== "gauge", "Only a gauge may be below zero."),
]);

/** A metric that nothing gives is a definition without use. */
export const originRule = eachMetric("origin", (_id, { source, derive, since }) => [
  ...when(derive === undefined && Object.values(source ?? {}).length === 0, "Neither a source nor a derivation."),
  ...when(
    Object.values(source ?? {}).some((field) => field === ""),
    "A source names no field.",
  ),
  ...when(!/^\d+\.\d+\.\d+$/.test(since), "`since` is a version."),
]);

const launchFaults = ({ source, derive, where }: MetricDefinition): readonly string[] => {
  const launch = where?.launch;
  if (launch === undefined || derive !== undefined) return [];
  return [
    ...when(
      launch.includes("docker") && source?.docker === undefined && source?.host === undefined,
      "Available with Docker, without a Docker field or a file of the host.",
    ),
    ...when(
      launch.includes("fargate") && source?.tmds === undefined,
      "Available on Fargate, without a metadata field.",
    ),
  ];
};

export const availabilityRule = eachMetric("availability", (_id, metric) => [
  ...launchFaults(metric),
  ...[metric.where?.launch, metric.where?.network, metric.where?.cgroup].flatMap((list) =>
    when(list !== undefined && (list.length === 0 || new Set(list).size < list.length), "Available nowhere, or twice."),
  ),
]);

export const attributesRule = eachMetric("attributes", (_id, { kind, attributes = {} }) => {
  const status = attributes.status;
  return [
    ...when(kind === "info" && Object.keys(attributes).length === 0, "An info metric says nothing without attributes."),
    ...when(
      kind === "state" && (status?.values === undefined || status.optional === true),
      "A state metric has a required attribute `status` with the values known.",
    ),
    ...Object.entries(attributes).flatMap(([name, { values }]) =>
      when(
        values !== undefined && (values.length === 0 || values.includes("") || new Set(values).size < values.length),
        `The values of the attribute ${name} are none, empty or doubled.`,
      ),
    ),
  ];
});

export const overrideRule = eachMetric("name-override", (id, metric) =>
  when(metric.names?.taskvitals === ruleName(id, metric), "The naming rule gives this name anyway."),
);
