import { catalogue, type MetricId } from "../catalogue/catalogue.ts";
import type { AppFamily } from "../model/app-family.ts";
import type { ContainerIdentity, HostIdentity, TargetIdentity, TaskIdentity } from "../model/identity.ts";
import { type Attributes, type Point, pointKey } from "../model/point.ts";
import {
  containerResource,
  hostResource,
  imageResource,
  type Resource,
  type Scope,
  targetResource,
  taskResource,
} from "../model/resource.ts";
import type { Recorder, ResourceRecorder, SampleTime } from "../ports/recorder.ts";

/** A point of one collection alone, until it is told. */
export interface DraftPoint extends Point<MetricId> {
  perSecond?: number;
}

/** A resource and the points of one collection; the pipeline's stages add to `points`. */
export interface Draft {
  readonly resource: Resource;
  readonly points: DraftPoint[];
  /** Of a target: the app's own metrics. */
  families?: readonly AppFamily[];
}

/** What one collection recorded. */
export interface Collection {
  readonly drafts: ReadonlyMap<string, Draft>;
  /** Impossible values that were left out, a line each, at most 20 of them. */
  readonly refused: readonly string[];
  readonly refusedCount: number;
}

const noAttributes: Attributes = Object.freeze({});
const noTime: SampleTime = Object.freeze({});

/** No count, size or time on this earth; 2^64-1 is how a source says "unknown" or counts below zero. */
const impossibleFrom = 2 ** 63;

/** Undefined when the value is possible; else what is wrong with it. */
const fault = (metric: MetricId, value: number): string | undefined => {
  if (!Number.isFinite(value)) return "not a finite number";
  if (Math.abs(value) >= impossibleFrom) return "too large";
  const { kind, signed } = catalogue[metric];
  if (value < 0 && signed !== true) return kind === "counter" ? "a counter below zero" : "below zero";
  return undefined;
};

const timeFault = ({ atMs = 0, sinceMs = 0, prior }: SampleTime): boolean =>
  !Number.isFinite(atMs + sinceMs + (prior === undefined ? 0 : prior.atMs + prior.value));

/** Of a state, one word is true at a time: the last one recorded. */
const keyOf = (metric: MetricId, attributes: Attributes): string =>
  pointKey(metric, catalogue[metric].kind === "state" ? { ...attributes, status: "" } : attributes);

/** Most points have neither a start nor a prior; this runs for every value there is. */
const pointOf = (
  metric: MetricId,
  value: number,
  attributes: Attributes,
  { atMs, sinceMs, prior }: SampleTime & { readonly atMs: number },
): DraftPoint => {
  if (sinceMs === undefined)
    return prior === undefined ? { metric, value, attributes, atMs } : { metric, value, attributes, atMs, prior };
  return prior === undefined
    ? { metric, value, attributes, atMs, sinceMs }
    : { metric, value, attributes, atMs, sinceMs, prior };
};

/** A recorder for one collection. `nowMs` is the time of points that bring none. */
export const openRecorder = (nowMs: number): { readonly recorder: Recorder; close(): Collection } => {
  const drafts = new Map<string, Draft & { readonly places: Map<string, number> }>();
  const refused: string[] = [];
  let refusedCount = 0;
  let closed = false;

  const refuse = (line: string): void => {
    refusedCount += 1;
    if (refused.length < 20) refused.push(line);
  };

  const draftOf = (resource: Resource): Draft & { readonly places: Map<string, number> } => {
    let draft = drafts.get(resource.key);
    if (draft === undefined) {
      draft = { resource, points: [], places: new Map() };
      if (!closed) drafts.set(resource.key, draft);
    }
    return draft;
  };

  const on = <S extends Scope>(resource: Resource): ResourceRecorder<S> => {
    const { points, places } = draftOf(resource);
    return {
      record: (metric: MetricId, value: number | undefined, told?: Attributes, time: SampleTime = noTime) => {
        if (value === undefined || closed) return;
        const wrong = fault(metric, value) ?? (timeFault(time) ? "of no time" : undefined);
        if (wrong !== undefined) {
          refuse(`${metric} of ${resource.key}: ${value} is ${wrong}`);
          return;
        }
        const { atMs, sinceMs, prior } = time;
        const attributes = told ?? noAttributes;
        const key = keyOf(metric, attributes);
        const place = places.get(key) ?? points.length;
        places.set(key, place);
        points[place] = pointOf(metric, value, attributes, { atMs: atMs ?? nowMs, sinceMs, prior });
      },
    };
  };

  return {
    recorder: {
      task: (task: TaskIdentity) => on<"task">(taskResource(task)),
      container: (container: ContainerIdentity, task?: TaskIdentity) => {
        if (task !== undefined) draftOf(taskResource(task));
        return on<"container">(containerResource(container, task));
      },
      target: (target: TargetIdentity, container: ContainerIdentity, task?: TaskIdentity) => {
        const resource = targetResource(target, container, task);
        return {
          ...on<"target">(resource),
          families: (families) => {
            draftOf(resource).families = families;
          },
        };
      },
      image: (image: string) => on<"image">(imageResource(image)),
      host: (host: HostIdentity) => on<"host">(hostResource(host)),
    },
    close: () => {
      closed = true;
      return { drafts, refused, refusedCount };
    },
  };
};
