import type { Entry, InputHealth } from "../model/snapshot.ts";
import type { Clock } from "../ports/clock.ts";
import type { CollectContext, Collected, Input } from "../ports/input.ts";
import { type Problem, problem } from "../problems/problem.ts";
import type { ProblemCode } from "../problems/table.ts";
import { attempt } from "./attempt.ts";
import { openLooks } from "./live/looks.ts";
import { openSourcePace } from "./live/source-pace.ts";
import { openPartition, type Partition } from "./partition.ts";
import type { ProblemBoard } from "./problem-board.ts";
import type { Reception } from "./reception.ts";
import { type Collection, openRecorder } from "./recorder.ts";

/** What the runner counts for its input, since the start. */
export interface InputCounts {
  readonly collections: number;
  readonly refused: number;
  readonly errors: ReadonlyMap<ProblemCode, number>;
}

/** One input as those see it who watch. */
export interface RunnerLooks {
  /**
   * One more look, between two collections. Counts in no score and changes nothing of what `entries` of the runner
   * gives. Never throws.
   */
  look(withinMs: number, signal: AbortSignal): Promise<void>;
  /** How often that tells more; undefined when there is to be none for now. */
  everyMs(): number | undefined;
  /** How often the source has news. */
  refreshMs(): number;
  /** What is still true now, by looks and collections alike. */
  entries(): readonly Entry[];
  /** Nobody watches any more. */
  close(): void;
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
  readonly looks: RunnerLooks;
  /** Start and stop the input. They never throw, and take no longer than a collection. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What a runner leaves to the one that comes in its place: what was seen, and what was counted. */
export interface Heritage {
  readonly partition: Partition;
  readonly counts: InputCounts;
  readonly health: InputHealth;
}

/** A runner that can be followed by another one of its input, without a gap in what both tell. */
export interface LastingRunner extends Runner {
  heritage(): Heritage;
}

export interface RunnerOptions {
  readonly name: string;
  readonly input: Input;
  readonly clock: Clock;
  readonly board: ProblemBoard;
  /** A collection has this long. */
  readonly deadlineMs: number;
  readonly staleAfterMs: number;
  /** How often the source has news, as far as it is known beforehand. */
  readonly refreshMs: number;
  /** Of the runner before, when the configuration has changed. */
  readonly heritage?: Heritage | undefined;
}

/** A defect can throw anything; what is reported is one line of bounded length. */
const crash = (name: string, thrown: unknown): Problem => {
  if (!(thrown instanceof Error)) return problem("input-crashed", name, `threw ${typeof thrown}`);
  const [where = ""] = thrown.stack?.match(/\n +at .+/) ?? [];
  return problem("input-crashed", name, `${thrown.name}: ${thrown.message.slice(0, 300)}${where.replace(/\s+/, " ")}`);
};

export const openRunner = (options: RunnerOptions): LastingRunner => {
  const { name, input, clock, board, deadlineMs, staleAfterMs, heritage } = options;
  const partition = heritage?.partition ?? openPartition(staleAfterMs);
  partition.withdrawAfter(staleAfterMs);
  const looks = openLooks(clock, staleAfterMs);
  const sourcePace = openSourcePace(options.refreshMs);
  const errors = new Map<ProblemCode, number>(heritage?.counts.errors);
  let collections = heritage?.counts.collections ?? 0;
  let refused = heritage?.counts.refused ?? 0;
  let health: InputHealth = heritage?.health ?? { name, up: undefined };
  let running: Promise<void> | undefined;
  let looking: Promise<void> | undefined;
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
    sourcePace.take(collection.drafts);
    looks.take(collection, reception, partial);
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

  /** One call of the input's `collect`. */
  const ask = async (
    told: Pick<CollectContext, "nowMs" | "extra">,
    withinMs: number,
    signal: AbortSignal | undefined,
    reports: Problem[],
  ): Promise<{ readonly outcome: Collected; readonly collection: Collection }> => {
    const { recorder, close } = openRecorder(told.nowMs);
    const report = (found: Problem): void => {
      reports.push(found);
    };
    const work = (deadline: AbortSignal): Promise<Collected> =>
      Promise.resolve()
        .then(() => input.collect({ recorder, signal: deadline, report, ...told }))
        .catch((thrown: unknown): Collected => ({ ok: false, problem: crash(name, thrown) }));
    const outcome = await attempt({ clock, deadlineMs: withinMs, signal, work });
    if (!outcome.done) {
      hanging = true;
      void outcome.ended.then(() => {
        hanging = false;
      });
    }
    const result: Collected = outcome.done ? outcome.result : { ok: false, problem: late("a collection") };
    return { outcome: result, collection: close() };
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
    const { outcome, collection } = await ask({ nowMs: reception.nowMs }, deadlineMs, signal, reports);
    if (signal?.aborted) return;
    finish(outcome, collection, reception, reports);
  };

  const look = async (withinMs: number, signal: AbortSignal): Promise<void> => {
    if (running !== undefined || hanging) return;
    looks.open();
    const reception: Reception = { nowMs: clock.now(), elapsedMs: clock.monotonic() };
    const { outcome, collection } = await ask({ nowMs: reception.nowMs, extra: true }, withinMs, signal, []);
    if (signal.aborted) return;
    const partial = !outcome.ok && outcome.partial === true && collection.drafts.size > 0;
    if (outcome.ok || partial) {
      sourcePace.take(collection.drafts);
      looks.take(collection, reception, partial);
    }
    looks.settled(outcome.ok, clock.monotonic() - reception.elapsedMs);
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
      running ??= (looking === undefined ? collect(signal) : looking.then(() => collect(signal))).finally(() => {
        running = undefined;
      });
      return running;
    },
    health: () => health,
    counts: () => ({ collections, refused, errors }),
    entries: () => partition.entries(clock.monotonic()),
    looks: {
      look: async (withinMs, signal) => {
        looking = look(withinMs, signal).finally(() => {
          looking = undefined;
        });
        await looking;
      },
      everyMs: () => {
        const leastMs = looks.leastMs();
        return leastMs === undefined ? undefined : Math.max(leastMs, sourcePace.refreshMs());
      },
      refreshMs: sourcePace.refreshMs,
      entries: () => looks.entries(clock.monotonic()) ?? partition.entries(clock.monotonic()),
      close: looks.close,
    },
    start: async () => {
      startProblem = await call("its start", input.start?.bind(input));
    },
    stop: async () => {
      await call("its end", input.stop?.bind(input));
    },
    heritage: () => ({ partition, counts: { collections, refused, errors }, health }),
  };
};
