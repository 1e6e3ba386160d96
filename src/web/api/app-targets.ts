import { containerWords } from "../../model/container-words.ts";
import type { Point } from "../../model/point.ts";
import { present } from "../../model/present.ts";
import { type ContainerResource, containerResource, type TargetResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { openAppRoom } from "./app-room.ts";
import type { AppsReport, AppTarget, Trouble } from "./contract.ts";

/** The input that reads apps, as reports and troubles name it. */
export const reader = "app-metrics";

const valueIn = (points: readonly Point[], metric: string): number | undefined =>
  points.find((point) => point.metric === metric)?.value;

const countsIn = (points: readonly Point[], metric: string): Record<string, number> =>
  Object.fromEntries(
    points.flatMap((point) => (point.metric === metric ? [[point.attributes.reason ?? "", point.value]] : [])),
  );

const containerOf = ({ container, task }: TargetResource): ContainerResource => containerResource(container, task);

const newestIn = (families: NonNullable<Entry["families"]>): number | undefined => {
  let newest: number | undefined;
  for (const { samples } of families) {
    for (const { atMs } of samples) newest = Math.max(newest ?? atMs, atMs);
  }
  return newest;
};

/** A target's trouble has its address at the end, after its container. */
const isOfTarget = ({ container, task, target: { address } }: TargetResource, { subject }: Trouble): boolean =>
  address !== undefined &&
  [`http://${address}`, `https://${address}`].some(
    (url) => subject === `${containerWords({ container, task })} ${url}`,
  );

const isOfContainer = (resource: ContainerResource, { subject }: Trouble): boolean => {
  const words = containerWords(resource);
  return subject === words || subject.startsWith(`${words} `);
};

export interface AppsOf {
  readonly key: string;
  readonly answeredMs: number;
  readonly everyMs: number;
  /** Of the key itself and, for a task, of its containers. */
  readonly concerned: ReadonlySet<string>;
  readonly containers: readonly ContainerResource[];
  readonly troubles: readonly Trouble[];
}

/** What the apps of these containers tell of themselves. Pure. */
export const appsOf = (
  { takenAtMs, entries }: Snapshot,
  { key, answeredMs, everyMs, concerned, containers, troubles: all }: AppsOf,
): Omit<AppsReport, "off"> => {
  const room = openAppRoom();
  const troubles = all.filter(({ owner }) => owner === reader);
  const taken = new Set<Trouble>();
  const targetOf = (
    resource: TargetResource,
    points: readonly Point[],
    families: Entry["families"] = [],
  ): AppTarget => {
    const { target, container } = resource;
    const own = troubles.filter((trouble) => isOfTarget(resource, trouble));
    for (const trouble of own) taken.add(trouble);
    const up = valueIn(points, "target.up");
    return {
      key: resource.key,
      container: containerOf(resource).key,
      containerName: container.name,
      name: target.name,
      kind: target.kind,
      slot: target.slot,
      ...present({
        address: target.address,
        up: up === undefined ? undefined : up === 1,
        newestSampleMs: newestIn(families),
        readingSeconds: valueIn(points, "target.reading.duration"),
        bodyBytes: valueIn(points, "target.body.size"),
        series: valueIn(points, "target.samples"),
      }),
      errors: countsIn(points, "target.errors"),
      leftOut: countsIn(points, "target.dropped_samples"),
      families: room.take(families),
      troubles: own,
    };
  };
  const targets = entries.flatMap(({ resource, points, families }) =>
    resource.scope === "target" && concerned.has(containerOf(resource).key)
      ? [targetOf(resource, points, families)]
      : [],
  );
  const others = troubles.filter(
    (trouble) => !taken.has(trouble) && containers.some((container) => isOfContainer(container, trouble)),
  );
  const leftOut = room.leftOut();
  return {
    key,
    takenAtMs,
    answeredMs,
    everyMs,
    targets,
    troubles: others,
    ...(leftOut === 0 ? {} : { seriesLeftOut: leftOut }),
  };
};
