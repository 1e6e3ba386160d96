import { catalogue, type MetricId } from "../catalogue/catalogue.ts";
import type { ContainerIdentity, TaskIdentity } from "../model/identity.ts";
import type { Attributes, Point } from "../model/point.ts";
import { containerResource, imageResource, type Resource, type Scope, taskResource } from "../model/resource.ts";
import type { Recorder, ResourceRecorder, SampleTime } from "../ports/recorder.ts";

/** A resource and the points of one collection; the pipeline's stages add to `points`. */
export interface Draft {
  readonly resource: Resource;
  readonly points: Point<MetricId>[];
}

/** What one collection recorded. */
export interface Collection {
  readonly drafts: ReadonlyMap<string, Draft>;
  /** Impossible values that were left out, a line each, at most 20 of them. */
  readonly refused: readonly string[];
  readonly refusedCount: number;
}

const noAttributes: Attributes = Object.freeze({});

/** Undefined when the value is possible; else what is wrong with it. */
const fault = (metric: MetricId, value: number): string | undefined => {
  if (!Number.isFinite(value)) return "not a finite number";
  const { kind, signed } = catalogue[metric];
  if (value < 0 && signed !== true) return kind === "counter" ? "a counter below zero" : "below zero";
  return undefined;
};

/** A recorder for one collection. `nowMs` is the time of points that bring none. */
export const openRecorder = (nowMs: number): { readonly recorder: Recorder; close(): Collection } => {
  const drafts = new Map<string, Draft>();
  const refused: string[] = [];
  let refusedCount = 0;

  const draftOf = (resource: Resource): Draft => {
    let draft = drafts.get(resource.key);
    if (draft === undefined) {
      draft = { resource, points: [] };
      drafts.set(resource.key, draft);
    }
    return draft;
  };

  const on = <S extends Scope>(resource: Resource): ResourceRecorder<S> => {
    const { points } = draftOf(resource);
    return {
      record: (metric: MetricId, value: number | undefined, attributes?: Attributes, time?: SampleTime) => {
        if (value === undefined) return;
        const wrong = fault(metric, value);
        if (wrong !== undefined) {
          refusedCount += 1;
          if (refused.length < 20) refused.push(`${metric} of ${resource.key}: ${value} is ${wrong}`);
          return;
        }
        points.push({
          metric,
          value,
          attributes: attributes ?? noAttributes,
          atMs: time?.atMs ?? nowMs,
          ...(time?.sinceMs === undefined ? {} : { sinceMs: time.sinceMs }),
          ...(time?.prior === undefined ? {} : { prior: time.prior }),
        });
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
      image: (image: string) => on<"image">(imageResource(image)),
    },
    close: () => ({ drafts, refused, refusedCount }),
  };
};
