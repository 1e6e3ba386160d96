import { isMetricId } from "../../catalogue/catalogue.ts";
import { chooseApps } from "../../formats/app-choice/choice.ts";
import type { Resource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import type { Gzip } from "../../ports/compression.ts";
import type { Route } from "../server.ts";
import { familyValues } from "./app-values.ts";
import type { ValuesReport } from "./contract.ts";
import { answer } from "./reply.ts";

const nameOf = (resource: Resource): string => {
  switch (resource.scope) {
    case "task":
      return resource.task.family === "" ? resource.task.id : resource.task.family;
    case "container":
      return resource.container.name;
    case "target":
      return resource.target.name;
    case "host":
      return resource.host.name ?? "host";
    case "image":
      return resource.image;
    case "self":
      return "taskvitals";
  }
};

const resourceValues = ({ resource, points, families }: Entry): ValuesReport["resources"][number] => ({
  key: resource.key,
  scope: resource.scope,
  name: nameOf(resource),
  points: points
    .filter(({ metric }) => isMetricId(metric))
    .map(({ metric, value, attributes, perSecond, atMs }) => ({
      metric,
      attributes: { ...attributes },
      value,
      ...(perSecond === undefined ? {} : { perSecond }),
      atMs,
    })),
  ...(families === undefined ? {} : { families: families.map(familyValues) }),
});

/** A page reads the answer whole; who wants all of them has /apps/metrics. */
const appSeriesAtMost = 5000;

/** Every point of a snapshot, and what apps tell of themselves. Pure. */
export const valuesOf = ({ takenAtMs, entries: all }: Snapshot): ValuesReport => {
  const { entries, leftOut } = chooseApps({ metrics: ["*"], maxSeries: appSeriesAtMost }, all);
  return {
    takenAtMs,
    resources: entries.map(resourceValues),
    ...(leftOut === 0 ? {} : { appSeriesLeftOut: leftOut }),
  };
};

export interface ValuesRouteOptions {
  current(): Snapshot;
  readonly gzip: Gzip;
}

/** `/api/values`: every metric with its present value, as outputs get it. */
export const valuesRoute = ({ current, gzip }: ValuesRouteOptions): Route => ({
  path: "/api/values",
  description: "Every metric of everything with its present value",
  answer: (request) => answer(request, valuesOf(current()), gzip),
});
