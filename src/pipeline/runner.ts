import type { Entry, InputHealth } from "../model/snapshot.ts";
import type { Clock } from "../ports/clock.ts";
import type { Collected, Input } from "../ports/input.ts";
import type { Recorder } from "../ports/recorder.ts";
import { type Problem, problem } from "../problems/problem.ts";
import type { ProblemCode } from "../problems/table.ts";
import { openPartition } from "./partition.ts";
import type { ProblemBoard } from "./problem-board.ts";
import { type Collection, openRecorder } from "./recorder.ts";

/** What the runner counts for its input, since the start. */
export interface InputCounts {
  readonly collections: number;
  readonly refused: number;
  readonly errors: ReadonlyMap<ProblemCode, number>;
}

/** Runs one input and knows how it fares, so that no input has to. */
export interface Runner {
  readonly name: string;
  /** One collection. Never throws; resolves at the deadline at the latest. Does nothing while one still runs. */
  collect(): Promise<void>;
  health(): InputHealth;
  counts(): InputCounts;
  entries(nowMs: number): readonly Entry[];
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface RunnerOptions {
  readonly name: string;
  readonly input: Input;
  readonly clock: Clock;
  readonly board: ProblemBoard;
  /** A collection has this long. */
  readonly deadlineMs: number;
  readonly staleAfterMs: number;
}

/** For an input that heeds its signal to hand over what it has. */
const windUpMs = 250;

const late = (name: string, deadlineMs: number): Collected => ({
  ok: false,
  problem: problem("input-timeout", name, `not done after ${deadlineMs} ms`),
});

export const openRunner = (options: RunnerOptions): Runner => {
  const { name, input, clock, board, deadlineMs, staleAfterMs } = options;
  const partition = openPartition(staleAfterMs);
  const errors = new Map<ProblemCode, number>();
  let collections = 0;
  let refused = 0;
  let health: InputHealth = { name, up: undefined };
  /** Still running past its deadline. */
  let hanging: Promise<unknown> | undefined;

  /** The input's word; without one after the deadline and a moment to wind up, the deadline's. */
  const run = async (recorder: Recorder, nowMs: number, reports: Problem[]): Promise<Collected> => {
    const deadline = new AbortController();
    const report = (found: Problem): void => {
      reports.push(found);
    };
    const work = Promise.resolve()
      .then(() => input.collect({ recorder, signal: deadline.signal, nowMs, report }))
      .catch((error: unknown): Collected => ({ ok: false, problem: problem("input-crashed", name, String(error)) }));
    const done = new AbortController();
    const timer = async (): Promise<undefined> => {
      await clock.sleep(deadlineMs, done.signal);
      deadline.abort();
      await clock.sleep(windUpMs, done.signal);
    };
    const outcome = await Promise.race([work, timer()]);
    done.abort();
    if (outcome !== undefined) return outcome;
    hanging = work.finally(() => {
      hanging = undefined;
    });
    return late(name, deadlineMs);
  };

  const keep = (outcome: Collected, collection: Collection, nowMs: number, reports: Problem[]): void => {
    if (!outcome.ok) reports.unshift(outcome.problem);
    if (outcome.ok || outcome.partial) partition.take(collection, nowMs, !outcome.ok);
    refused += collection.refusedCount;
    if (collection.refusedCount > 0) reports.push(problem("values-refused", name, collection.refused.join("; ")));
    const offMs = partition.clockOffMs();
    if (offMs !== undefined) reports.push(problem("sample-clock", name, `${Math.round(offMs / 1000)} s`));
    for (const { code } of reports) errors.set(code, (errors.get(code) ?? 0) + 1);
    board.update(name, reports);
  };

  return {
    name,
    collect: async () => {
      if (hanging !== undefined) {
        keep(late(name, deadlineMs), { drafts: new Map(), refused: [], refusedCount: 0 }, clock.now(), []);
        health = { ...health, up: false };
        return;
      }
      const nowMs = clock.now();
      const startedMs = clock.monotonic();
      const reports: Problem[] = [];
      const recorder = openRecorder(nowMs);
      collections += 1;
      const outcome = await run(recorder.recorder, nowMs, reports);
      keep(outcome, recorder.close(), nowMs, reports);
      const newestSampleMs = partition.newestSampleMs();
      const lastSuccessMs = outcome.ok ? nowMs : health.lastSuccessMs;
      health = {
        name,
        up: outcome.ok,
        durationMs: clock.monotonic() - startedMs,
        ...(lastSuccessMs === undefined ? {} : { lastSuccessMs }),
        ...(newestSampleMs === undefined ? {} : { newestSampleMs }),
      };
    },
    health: () => health,
    counts: () => ({ collections, refused, errors }),
    entries: (nowMs) => partition.entries(nowMs),
    start: async () => input.start?.(),
    stop: async () => input.stop?.(),
  };
};
