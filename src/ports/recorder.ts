import type { AttributesOf, MetricId, RecordableId } from "../catalogue/catalogue.ts";
import type { AppFamily } from "../model/app-family.ts";
import type { ContainerIdentity, HostIdentity, TargetIdentity, TaskIdentity } from "../model/identity.ts";
import type { Scope } from "../model/resource.ts";

/** When and since when. Left out: the time of the collection. Milliseconds since the epoch. */
export interface SampleTime {
  /** The source's own sample time. */
  readonly atMs?: number | undefined;
  /** Counters: when the count began. */
  readonly sinceMs?: number | undefined;
  /** Counters: the source's previous sample, for a first rate. */
  readonly prior?: { readonly value: number; readonly atMs: number } | undefined;
}

type AttributeArgs<M extends MetricId> =
  Record<never, never> extends AttributesOf<M>
    ? [attributes?: AttributesOf<M>, time?: SampleTime]
    : [attributes: AttributesOf<M>, time?: SampleTime];

/**
 * Takes the points of one resource, by catalogue id only. An undefined value means "unknown" and records nothing.
 * NaN, infinite values and negative counters are refused and counted, never stored.
 */
export interface ResourceRecorder<S extends Scope> {
  record<M extends RecordableId<S>>(metric: M, value: number | undefined, ...rest: AttributeArgs<M>): void;
}

/** Takes a target's points and what its app tells of itself. */
export interface TargetRecorder extends ResourceRecorder<"target"> {
  /** Bounded and without impossible values: the reader saw to that. */
  families(families: readonly AppFamily[]): void;
}

/**
 * Where an input puts what it sees, valid during one collection. Naming a resource is enough to keep it listed;
 * naming it twice gives the same one.
 */
export interface Recorder {
  task(task: TaskIdentity): ResourceRecorder<"task">;
  container(container: ContainerIdentity, task?: TaskIdentity): ResourceRecorder<"container">;
  target(target: TargetIdentity, container: ContainerIdentity, task?: TaskIdentity): TargetRecorder;
  image(image: string): ResourceRecorder<"image">;
  host(host: HostIdentity): ResourceRecorder<"host">;
}
