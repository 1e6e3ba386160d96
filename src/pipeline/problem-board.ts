import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type Problem, problemKey } from "../problems/problem.ts";
import { type ProblemCode, problems } from "../problems/table.ts";

/** A trouble that lasts. */
export interface StandingProblem extends Problem {
  /** Who has it: the name of an input, an output, `config`, `server`. */
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** Knows which troubles last, and writes each to the log once: when it comes, and when it has been gone a while. */
export interface ProblemBoard {
  /** What is wrong with the owner now; what is no longer named is mended. */
  update(owner: string, present: readonly Problem[]): void;
  standing(): readonly StandingProblem[];
  /** The owner is no more, and its troubles with it. */
  forget(owner: string): void;
}

/** A trouble that comes back within this time is the same one. */
const calmMs = 60_000;

/** Of one owner and kind, no more than these are told apart: 500 containers with one trouble are not 500 lines. */
const subjectsAtMost = 20;

interface Standing {
  problem: StandingProblem;
  /** By the clock that only grows. */
  lastSeenMs: number;
}

const write = (log: Log, { owner, code, subject, detail }: StandingProblem): void => {
  const { severity, title, fix } = problems[code];
  const fields = { problem: code, owner, subject, detail: detail === "" ? undefined : detail, fix };
  if (severity === "error") log.error(title, fields);
  else log.warn(title, fields);
};

export const openProblemBoard = (clock: Clock, log: Log): ProblemBoard => {
  const board = new Map<string, Standing>();

  const isFull = (owner: string, code: ProblemCode): boolean => {
    let subjects = 0;
    for (const { problem } of board.values()) if (problem.owner === owner && problem.code === code) subjects += 1;
    return subjects >= subjectsAtMost;
  };

  const note = (owner: string, found: Problem): void => {
    const key = `${owner} ${problemKey(found)}`;
    const known = board.get(key);
    if (known !== undefined) {
      known.lastSeenMs = clock.monotonic();
      known.problem = { ...known.problem, detail: found.detail };
      return;
    }
    if (isFull(owner, found.code)) return;
    const problem: StandingProblem = { ...found, owner, sinceMs: clock.now() };
    board.set(key, { problem, lastSeenMs: clock.monotonic() });
    write(log, problem);
  };

  return {
    update: (owner, present) => {
      for (const found of present) note(owner, found);
      for (const [key, { problem, lastSeenMs }] of board) {
        if (problem.owner !== owner || clock.monotonic() - lastSeenMs < calmMs) continue;
        board.delete(key);
        log.info("Mended", { problem: problem.code, owner, subject: problem.subject });
      }
    },
    standing: () => [...board.values()].map(({ problem }) => problem),
    forget: (owner) => {
      for (const [key, { problem }] of board) if (problem.owner === owner) board.delete(key);
    },
  };
};

/** How many troubles last, by code. */
export const countByCode = (standing: readonly StandingProblem[]): ReadonlyMap<ProblemCode, number> => {
  const numbers = new Map<ProblemCode, number>();
  for (const { code } of standing) numbers.set(code, (numbers.get(code) ?? 0) + 1);
  return numbers;
};
