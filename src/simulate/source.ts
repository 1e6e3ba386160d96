import type { PastEvent } from "./life.ts";
import type { TaskMoment } from "./moment.ts";

/** Tasks, scripted or measured, as the endpoint asks for them. */
export interface TaskSource {
  /** How many; their order and ids never change. */
  readonly count: number;
  /** A task as it stands at `nowMs`. */
  moment(index: number, nowMs: number): TaskMoment;
  /** Something happens to containers at `event.atMs`, now or later. */
  happen(event: PastEvent): void;
  /** Ends what runs. Safe twice. */
  stop(): Promise<void>;
}

/** What a simulation plays with. */
export interface Cast {
  readonly source: TaskSource;
  /** Live: the web server's own address. */
  readonly webServerUrl?: string;
  /** What cannot be measured on this machine; for people. */
  readonly notes: readonly string[];
}

/** Which task and container a metadata address belongs to. */
export interface Place {
  readonly task: number;
  readonly container: string;
}

/** Every endpoint id of a source. */
export const directoryOf = (source: TaskSource, nowMs: number): ReadonlyMap<string, Place> => {
  const places = new Map<string, Place>();
  for (let task = 0; task < source.count; task++) {
    for (const { ids, plan } of source.moment(task, nowMs).containers) {
      places.set(ids.endpointId, { task, container: plan.name });
    }
  }
  return places;
};
