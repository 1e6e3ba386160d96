import type { EventFault } from "./faults.ts";
import type { ContainerPlan } from "./plan.ts";
import { hasEcsAgent, type Shape } from "./shapes/shape.ts";

/** Something that happened to containers, and when. */
export type PastEvent = EventFault & { readonly atMs: number };

/** What became of a scripted container up to a moment: a pure function of its plan and of the events. */
export interface Life {
  readonly phase: "pulled" | "running" | "stopped";
  readonly startedAtMs: number | undefined;
  readonly finishedAtMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly restartCount: number;
  /** How long it has run in all. */
  readonly ranMs: number;
  /** How much of that the source's counters cover. */
  readonly countedMs: number;
  /** An earlier run whose counts go on, and so the reading before the first of this run. */
  readonly continues: { readonly startedAtMs: number; readonly endedAtMs: number } | undefined;
}

const stopped = (life: Life, atMs: number, exitCode: number): Life =>
  life.phase === "running" ? { ...life, phase: "stopped", finishedAtMs: atMs, exitCode } : life;

const restarted = (life: Life, atMs: number, goesOn: boolean): Life => {
  if (life.phase === "pulled" || life.startedAtMs === undefined) return life;
  return {
    ...life,
    phase: "running",
    startedAtMs: atMs,
    finishedAtMs: undefined,
    exitCode: undefined,
    restartCount: life.restartCount + 1,
    countedMs: goesOn ? life.countedMs : 0,
    continues: goesOn ? { startedAtMs: life.startedAtMs, endedAtMs: life.finishedAtMs ?? atMs } : undefined,
  };
};

/** The same state after it has gone on until `toMs`. */
const aged = (life: Life, fromMs: number, toMs: number): Life =>
  life.phase === "running"
    ? { ...life, ranMs: life.ranMs + toMs - fromMs, countedMs: life.countedMs + toMs - fromMs }
    : life;

/** Counters go on over a restart where the ECS agent adds them up; of the other agents nobody knows it. */
export const countersContinue = (shape: Shape, event: Extract<EventFault, { kind: "restart" }>): boolean =>
  event.counters === undefined ? hasEcsAgent(shape) : event.counters === "continue";

const after = (life: Life, event: PastEvent, shape: Shape): Life => {
  switch (event.kind) {
    case "stop":
      return stopped(life, event.atMs, event.exitCode ?? 137);
    case "restart":
      return restarted(life, event.atMs, countersContinue(shape, event));
    case "counter-reset":
      return { ...life, countedMs: 0 };
    case "clock-step":
      return life;
  }
};

/** The container's life until `nowMs`; `events` are its own, in the order of time. */
export const lifeAt = (
  shape: Shape,
  { startsAfterMs = 0, exits }: ContainerPlan,
  taskStartedAtMs: number,
  events: readonly PastEvent[],
  nowMs: number,
): Life => {
  const startMs = taskStartedAtMs + startsAfterMs;
  let life: Life = {
    phase: "pulled",
    startedAtMs: undefined,
    finishedAtMs: undefined,
    exitCode: undefined,
    restartCount: 0,
    ranMs: 0,
    countedMs: 0,
    continues: undefined,
  };
  if (nowMs < startMs) return life;
  life = { ...life, phase: "running", startedAtMs: startMs };
  const ends: PastEvent[] =
    exits === undefined ? [] : [{ kind: "stop", atMs: startMs + exits.afterMs, exitCode: exits.exitCode }];
  let lastMs = startMs;
  for (const event of [...ends, ...events].sort((a, b) => a.atMs - b.atMs)) {
    if (event.atMs > nowMs) break;
    if (event.atMs < startMs) continue;
    life = after(aged(life, lastMs, event.atMs), event, shape);
    lastMs = event.atMs;
  }
  return aged(life, lastMs, nowMs);
};
