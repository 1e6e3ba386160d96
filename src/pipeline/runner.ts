import type { Entry, InputHealth } from "../model/snapshot.ts";
import type { Clock } from "../ports/clock.ts";
import type { Collected, Input } from "../ports/input.ts";
import { type Problem, problem } from "../problems/problem.ts";
import type { ProblemCode } from "../problems/table.ts";
import { attempt } from "./attempt.ts";
import { openPartition } from "./partition.ts";
import type { ProblemBoard } from "./problem-board.ts";
import type { Reception } from "./reception.ts";
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
  /**
   * One collection. Never throws; resolves soon after the deadline at the latest. While one still runs, another call
   * waits for that one. `signal`: nobody wants the result any more; the input is told so and what it says is dropped.
   */
  collect(signal?: AbortSignal): Promise<void>;
  health(): InputHealth;
  counts(): InputCounts;
  /** What is still true now. */
  entries(): readonly Entry[];
  /** Start and stop the input. They never throw, and take no longer than a collection. */
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

/** A defect can throw anything; what is reported is one line of bounded length. */
const crash = (name: string, thrown: unknown): Problem => {
  if (!(thrown instanceof Error)) return problem("input-crashed", name, `threw ${typeof thrown}`);
  const [where = ""] = thrown.stack?.match(/\n +at .+/) ?? [];
  return problem("input-crashed", name, `${thrown.name}: ${thrown.message.slice(0, 300)}${where.replace(/\s+/, " ")}`);
};

export const openRunner = ({ name, input, clock, board, deadlineMs, staleAfterMs }: RunnerOptions): Runner => {
  const partition = openPartition(staleAfterMs);
  const errors = new Map<ProblemCode, number>();
  let collections = 0;
  let refused = 0;
  let health: InputHealth = { name, up: undefined };
  let running: Promise<void> | undefined;
  /** A collection goes on past its deadline. */
  let hanging = false;
  /** It did not start as it should. */
  let startProblem: Problem | undefined;

  const late = (what: string): Problem => problem("input-timeout", name, `${what} not done after ${deadlineMs} ms`);

  const reportAll = (reports: readonly Problem[]): void => {
    for (const { code } of reports) errors.set(code, (errors.get(code) ?? 0) + 1);
    board.update(name, startProblem === undefined ? reports : [startProblem, ...reports]);
  };

  /** Takes what was collected, and adds to the reports what is wrong with it. */
  const keep = (collection: Collection, reception: Reception, partial: boolean, reports: Problem[]): void => {
    partition.take(collection, reception, partial);
    const offMs = partition.clockOffMs();
    if (offMs !== undefined) reports.push(problem("sample-clock", name, `${Math.round(offMs / 1000)} s`));
  };

  const finish = (outcome: Collected, collection: Collection, reception: Reception, reports: Problem[]): void => {
    if (!outcome.ok) reports.unshift(outcome.problem);
    const { refusedCount } = collection;
    // Partial with nothing at all is no news of anything.
    const partial = !outcome.ok && outcome.partial === true && collection.drafts.size > 0;
    if (outcome.ok || partial) keep(collection, reception, partial, reports);
    refused += refusedCount;
    if (refusedCount > 0) reports.push(problem("values-refused", name, collection.refused.join("; ")));
    reportAll(reports);
    const newestSampleMs = partition.newestSampleMs();
    const lastSuccessMs = outcome.ok ? reception.nowMs : health.lastSuccessMs;
    health = {
      name,
      up: outcome.ok,
      durationMs: clock.monotonic() - reception.elapsedMs,
      ...(lastSuccessMs === undefined ? {} : { lastSuccessMs }),
      ...(newestSampleMs === undefined ? {} : { newestSampleMs }),
    };
  };

  const collect = async (signal: AbortSignal | undefined): Promise<void> => {
    if (hanging) {
      reportAll([late("a collection")]);
      health = { ...health, up: false };
      return;
    }
    collections += 1;
    const reception: Reception = { nowMs: clock.now(), elapsedMs: clock.monotonic() };
    const reports: Problem[] = [];
    const { recorder, close } = openRecorder(reception.nowMs);
    const report = (found: Problem): void => {
      reports.push(found);
    };
    const work = (deadline: AbortSignal): Promise<Collected> =>
      Promise.resolve()
        .then(() => input.collect({ recorder, signal: deadline, nowMs: reception.nowMs, report }))
        .catch((thrown: unknown): Collected => ({ ok: false, problem: crash(name, thrown) }));
    const outcome = await attempt({ clock, deadlineMs, signal, work });
    if (!outcome.done) {
      hanging = true;
      void outcome.ended.then(() => {
        hanging = false;
      });
    }
    if (signal?.aborted) return;
    finish(outcome.done ? outcome.result : { ok: false, problem: late("a collection") }, close(), reception, reports);
  };

  /** Calls into the input outside a collection. */
  const call = async (what: string, member: (() => Promise<void>) | undefined): Promise<Problem | undefined> => {
    const work = (): Promise<Problem | undefined> =>
      Promise.resolve()
        .then(() => member?.())
        .then(
          () => undefined,
          (thrown: unknown) => crash(name, thrown),
        );
    const outcome = await attempt({ clock, deadlineMs, work });
    const found = outcome.done ? outcome.result : late(what);
    if (found !== undefined) reportAll([found]);
    return found;
  };

  return {
    name,
    collect: (signal) => {
      running ??= collect(signal).finally(() => {
        running = undefined;
      });
      return running;
    },
    health: () => health,
    counts: () => ({ collections, refused, errors }),
    entries: () => partition.entries(clock.monotonic()),
    start: async () => {
      startProblem = await call("its start", input.start?.bind(input));
    },
    stop: async () => {
      await call("its end", input.stop?.bind(input));
    },
  };
};
