import type { ResourceRecorder } from "../../ports/recorder.ts";
import type { InterfaceCounters } from "./network.ts";
import { networkCounters } from "./record.ts";
import type { ContainerStats } from "./stats.ts";

interface Sample {
  readonly readMs: number;
  readonly counters: InterfaceCounters;
}

/**
 * The network counters of tasks that have one interface for all containers (awsvpc). The endpoint repeats them on each
 * container, sampled at slightly different times: the newest sample there ever was counts. It is kept, since the next
 * newest may be older when the container that had it has stopped, and counters must not go back.
 */
export interface TaskNetworks {
  record(
    recorder: ResourceRecorder<"task">,
    taskKey: string,
    samples: readonly ContainerStats[],
    facts: { readonly sinceMs: number | undefined; readonly factor: number },
  ): void;
  /** Forgets the tasks that are not among these. */
  keep(taskKeys: ReadonlySet<string>): void;
}

/** The endpoint's containers are sampled seconds apart; a larger step back is the source's clock. */
const clockStepMs = 60_000;

/** The newest sample of each interface. */
const newestOf = (samples: readonly ContainerStats[]): ReadonlyMap<string, Sample> => {
  const newest = new Map<string, Sample>();
  for (const { readMs, networks } of samples) {
    for (const counters of networks) {
      const before = newest.get(counters.interface);
      if (before === undefined || readMs > before.readMs) newest.set(counters.interface, { readMs, counters });
    }
  }
  return newest;
};

export const openTaskNetworks = (): TaskNetworks => {
  const kept = new Map<string, Map<string, Sample>>();

  const update = (taskKey: string, samples: readonly ContainerStats[]): ReadonlyMap<string, Sample> => {
    const known = kept.get(taskKey) ?? new Map<string, Sample>();
    kept.set(taskKey, known);
    for (const [name, sample] of newestOf(samples)) {
      const backMs = (known.get(name)?.readMs ?? 0) - sample.readMs;
      if (backMs <= 0 || backMs > clockStepMs) known.set(name, sample);
    }
    return known;
  };

  return {
    record: (recorder, taskKey, samples, { sinceMs, factor }) => {
      for (const { readMs, counters } of update(taskKey, samples).values()) {
        for (const [name, field] of networkCounters) {
          const value = counters[field];
          recorder.record(
            `task.${name}`,
            value === undefined ? undefined : value * factor,
            { interface: counters.interface },
            { atMs: readMs, sinceMs },
          );
        }
      }
    },
    keep: (taskKeys) => {
      for (const key of kept.keys()) if (!taskKeys.has(key)) kept.delete(key);
    },
  };
};
