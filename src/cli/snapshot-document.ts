import { catalogue, isMetricId } from "../catalogue/catalogue.ts";
import { taskKey } from "../model/resource.ts";
import type { Entry, Snapshot } from "../model/snapshot.ts";
import type { Problem } from "../problems/problem.ts";
import { problems as table } from "../problems/table.ts";

const metricsOf = ({ points }: Entry) =>
  points.map(({ metric, value, attributes, atMs }) => ({
    metric,
    value,
    unit: isMetricId(metric) ? catalogue[metric].unit : "",
    attributes,
    atMs,
  }));

const containerDocument = (entry: Entry) =>
  entry.resource.scope === "container" ? [{ ...entry.resource.container, metrics: metricsOf(entry) }] : [];

/**
 * A snapshot as `once --format json` prints it; docs/commands.md describes it. Names carry their units, times are
 * milliseconds since the epoch, what is unknown is absent.
 */
export const snapshotDocument = ({ takenAtMs, form, entries, inputs }: Snapshot, problems: readonly Problem[]) => {
  const containersOf = (key: string | undefined) =>
    entries.filter(
      ({ resource }) => resource.scope === "container" && (resource.task && taskKey(resource.task)) === key,
    );
  return {
    takenAtMs,
    form,
    inputs,
    tasks: entries.flatMap((entry) =>
      entry.resource.scope === "task"
        ? [
            {
              ...entry.resource.task,
              metrics: metricsOf(entry),
              containers: containersOf(entry.resource.key).flatMap(containerDocument),
            },
          ]
        : [],
    ),
    containers: containersOf(undefined).flatMap(containerDocument),
    targets: entries.flatMap((entry) => {
      if (entry.resource.scope !== "target") return [];
      const { target, container, task } = entry.resource;
      const owner = { container: container.id, ...(task === undefined ? {} : { task: task.arn }) };
      return [{ ...target, ...owner, metrics: metricsOf(entry), families: entry.families ?? [] }];
    }),
    images: entries.flatMap((entry) =>
      entry.resource.scope === "image" ? [{ image: entry.resource.image, metrics: metricsOf(entry) }] : [],
    ),
    agent: { metrics: entries.filter(({ resource }) => resource.scope === "self").flatMap(metricsOf) },
    problems: problems.map(({ code, subject, detail }) => ({
      code,
      severity: table[code].severity,
      title: table[code].title,
      subject,
      detail,
      fix: table[code].fix,
    })),
  };
};
