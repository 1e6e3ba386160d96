import { catalogue, type MetricId, metricIds } from "../../src/catalogue/catalogue.ts";
import type { AttributeDefinition, MetricDefinition } from "../../src/catalogue/define.ts";
import type { TaskIdentity } from "../../src/model/identity.ts";
import type { Attributes, Point } from "../../src/model/point.ts";
import { containerResource, imageResource, type Resource, taskResource } from "../../src/model/resource.ts";
import type { Entry, Snapshot } from "../../src/model/snapshot.ts";

/** A task on Fargate with two containers, of which every metric of the catalogue is told, one new sample a snapshot. */

const task: TaskIdentity = {
  arn: "arn:aws:ecs:eu-central-1:111122223333:task/shop/0f1e2d3c4b5a69788796a5b4c3d2e1f0",
  id: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
  cluster: "shop",
  clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
  family: "web",
  revision: "7",
  service: "web",
  launchType: "FARGATE",
  networkMode: "awsvpc",
  availabilityZone: "eu-central-1a",
  region: "eu-central-1",
  account: "111122223333",
};

const container = (name: string): Resource =>
  containerResource(
    { id: `${task.id}-${name}`, name, dockerName: `ecs-web-7-${name}`, image: `${name}:1.27`, type: "NORMAL" },
    task,
  );

const names: readonly string[] = ["web", "worker"];

/** How often the first container is started again, and its health changes: what events are made of. */
const collectionsPerRestart = 7;

const stateWords: Partial<Record<MetricId, (nth: number) => string>> = {
  "task.status": () => "RUNNING",
  "container.status": () => "RUNNING",
  "container.health.status": (nth) => (nth % 2 === 0 ? "HEALTHY" : "UNHEALTHY"),
};

const attributeValue = (name: string, { values }: AttributeDefinition): string =>
  name === "interface" ? "eth0" : (values?.[0] ?? name);

const attributesOf = (metric: MetricId, { attributes = {} }: MetricDefinition, nth: number): Attributes => {
  const told: Record<string, string> = {};
  for (const [name, definition] of Object.entries(attributes)) told[name] = attributeValue(name, definition);
  const word = stateWords[metric]?.(nth);
  return word === undefined ? told : { ...told, status: word };
};

const numberOf = (metric: MetricId, { kind, unit }: MetricDefinition, nth: number, atMs: number): number => {
  if (kind === "state" || kind === "info") return 1;
  if (metric === "container.restarts") return Math.floor(nth / collectionsPerRestart);
  if (metric.endsWith("timestamp")) return (atMs - 60_000 * (nth % collectionsPerRestart)) / 1000;
  if (kind === "counter") return 60 * nth;
  return unit === "1" ? 0.25 : 1000 + nth;
};

const pointOf = (metric: MetricId, nth: number, atMs: number): Point => {
  const definition: MetricDefinition = catalogue[metric];
  const value = numberOf(metric, definition, nth, atMs);
  const attributes = attributesOf(metric, definition, nth);
  if (definition.kind !== "counter") return { metric, value, attributes, atMs };
  return { metric, value, attributes, atMs, sinceMs: atMs - 60_000 * (nth + 1), perSecond: 1 };
};

const entryOf = (resource: Resource, nth: number, atMs: number): Entry => ({
  resource,
  points: metricIds
    .filter((metric) => catalogue[metric].scope === resource.scope)
    .map((metric) => pointOf(metric, nth, atMs)),
});

/** The snapshot of the nth collection, sampled half a second before. */
export const sampleSnapshot = (nth: number, takenAtMs: number): Snapshot => {
  const atMs = takenAtMs - 500;
  const resources = [
    taskResource(task),
    ...names.map(container),
    ...names.map((name) => imageResource(`${name}:1.27`)),
  ];
  return {
    takenAtMs,
    form: "sidecar",
    inputs: [{ name: "ecs-task-metadata", up: true, durationMs: 5, lastSuccessMs: takenAtMs }],
    entries: resources.map((resource) => entryOf(resource, nth, atMs)),
  };
};
