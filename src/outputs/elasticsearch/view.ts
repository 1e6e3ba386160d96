import type { ElasticSource } from "../../catalogue/names/elastic-field.ts";
import type { AppFamily } from "../../model/app-family.ts";
import { isInternal } from "../../model/internal-container.ts";
import type { Attributes, Point } from "../../model/point.ts";
import {
  type ContainerResource,
  type ImageResource,
  type TargetResource,
  type TaskResource,
  taskKey,
} from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";

type Points = ReadonlyMap<string, readonly Point[]>;

/** A resource and what is known of it, its task's figures included. */
export interface Subject<R = ContainerResource | TaskResource | ImageResource> {
  readonly resource: R;
  points(metric: string): readonly Point[];
}

/** A target and what its app tells of itself. */
export interface AppSubject {
  readonly resource: TargetResource;
  readonly families: readonly AppFamily[];
}

/** A snapshot, looked up by resource and metric. */
export interface View {
  readonly takenAtMs: number;
  /** Version of the agent, where it tells of itself. */
  readonly agentVersion: string | undefined;
  readonly containers: readonly Subject<ContainerResource>[];
  readonly tasks: readonly Subject<TaskResource>[];
  readonly images: readonly Subject<ImageResource>[];
  readonly apps: readonly AppSubject[];
}

const none: readonly Point[] = [];

const byMetric = ({ points }: Entry): Points => {
  const grouped = new Map<string, Point[]>();
  for (const point of points) {
    const group = grouped.get(point.metric);
    if (group === undefined) grouped.set(point.metric, [point]);
    else group.push(point);
  }
  return grouped;
};

const has = (attributes: Attributes, wanted: Attributes): boolean => {
  for (const name in wanted) if (attributes[name] !== wanted[name]) return false;
  return true;
};

/** Those of a metric's points that have the attributes. */
export const having = (points: readonly Point[], wanted: Attributes | undefined): readonly Point[] =>
  wanted === undefined ? points : points.filter(({ attributes }) => has(attributes, wanted));

/** The source's points added up; undefined when there is none, or one has no rate where rates are asked for. */
export const amountOf = (subject: Subject, source: ElasticSource): number | undefined => {
  let total: number | undefined;
  for (const point of having(subject.points(source.metric), source.having)) {
    const amount = source.take === "perSecond" ? point.perSecond : point.value;
    if (amount === undefined) return undefined;
    total = (total ?? 0) + amount;
  }
  return total;
};

/** Only the interface's points; those of metrics without interfaces stay. */
export const ofInterface = <R>(subject: Subject<R>, name: string): Subject<R> => ({
  resource: subject.resource,
  points: (metric) =>
    subject
      .points(metric)
      .filter(({ attributes }) => attributes.interface === undefined || attributes.interface === name),
});

const appsIn = (entries: readonly Entry[]): readonly AppSubject[] =>
  entries.flatMap(({ resource, families }) =>
    resource.scope === "target" && families !== undefined ? [{ resource, families }] : [],
  );

export const viewOf = ({ takenAtMs, entries }: Snapshot, internal: "hide" | "show"): View => {
  const tasks = new Map<string, Points>();
  for (const entry of entries) if (entry.resource.scope === "task") tasks.set(entry.resource.key, byMetric(entry));
  const view = {
    containers: [] as Subject<ContainerResource>[],
    tasks: [] as Subject<TaskResource>[],
    images: [] as Subject<ImageResource>[],
  };
  let agentVersion: string | undefined;
  for (const entry of entries) {
    const { resource } = entry;
    if (resource.scope === "self") {
      agentVersion ??= entry.points.find(({ attributes }) => attributes.version !== undefined)?.attributes.version;
    } else if (resource.scope === "task") {
      const points = tasks.get(resource.key);
      view.tasks.push({ resource, points: (metric) => points?.get(metric) ?? none });
    } else if (resource.scope === "image") {
      const points = byMetric(entry);
      view.images.push({ resource, points: (metric) => points.get(metric) ?? none });
    } else if (resource.scope === "container" && (internal === "show" || !isInternal(resource.container))) {
      const own = byMetric(entry);
      const shared = resource.task === undefined ? undefined : tasks.get(taskKey(resource.task));
      view.containers.push({ resource, points: (metric) => own.get(metric) ?? shared?.get(metric) ?? none });
    }
  }
  return { takenAtMs, agentVersion, apps: appsIn(entries), ...view };
};
