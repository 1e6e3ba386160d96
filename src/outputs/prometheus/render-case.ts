import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import type { Point } from "../../model/point.ts";
import { containerResource, taskResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import type { Rendering } from "../../ports/output.ts";
import { readExposition } from "./exposition-reader.ts";
import { prometheus } from "./index.ts";

/** Small snapshots for tests, and what becomes of them. */
export const task: TaskIdentity = {
  arn: "arn/1",
  id: "1",
  cluster: "",
  family: "f",
  revision: "2",
  networkMode: "awsvpc",
};

export const point = (
  metric: string,
  value: number,
  attributes: Readonly<Record<string, string>> = {},
  atMs = 1000,
): Point => ({
  metric,
  value,
  attributes,
  atMs,
});

export const taskEntry = (...points: readonly Point[]): Entry => ({ resource: taskResource(task), points });

export const containerEntry = (container: Partial<ContainerIdentity>, ...points: readonly Point[]): Entry => ({
  resource: containerResource({ id: "id", name: "web", ...container }, task),
  points,
});

export const snapshotOf = (entries: readonly Entry[], more: Partial<Snapshot> = {}): Snapshot => ({
  takenAtMs: 2000,
  form: "sidecar",
  inputs: [],
  entries,
  ...more,
});

export const renderAs = (config: Record<string, unknown>, snapshot: Snapshot, accept = ""): Rendering => {
  const output = prometheus.create(prometheus.config.parse(config));
  return output.render(snapshot, output.variant({ accept }));
};

/** The samples of one family: label texts with values, of text 0.0.4. */
export const series = (body: string, name: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    readExposition(body, "text")
      .flatMap(({ samples }) => samples)
      .filter((sample) => sample.name === name)
      .map((sample) => [[...sample.labels].map(([label, value]) => `${label}=${value}`).join(" "), sample.value]),
  );

export const ee = { dialects: ["ee"] };
export const own = { dialects: ["taskvitals"] };
export const community = { dialects: ["ecs-exporter"] };
