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
}

/** A trouble that comes back within this time is the same one. */
const calmMs = 60_000;

interface Standing extends StandingProblem {
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
  return {
    update: (owner, present) => {
      const nowMs = clock.now();
      for (const found of present) {
        const key = `${owner} ${problemKey(found)}`;
        const known = board.get(key);
        if (known !== undefined) {
          known.lastSeenMs = nowMs;
          continue;
        }
        const standing: Standing = { ...found, owner, sinceMs: nowMs, lastSeenMs: nowMs };
        board.set(key, standing);
        write(log, standing);
      }
      for (const [key, known] of board) {
        if (known.owner !== owner || nowMs - known.lastSeenMs < calmMs) continue;
        board.delete(key);
        log.info("Mended", { problem: known.code, owner, subject: known.subject });
      }
    },
    standing: () => [...board.values()],
  };
};

/** How many troubles last, by code. */
export const countByCode = (standing: readonly StandingProblem[]): ReadonlyMap<ProblemCode, number> => {
  const numbers = new Map<ProblemCode, number>();
  for (const { code } of standing) numbers.set(code, (numbers.get(code) ?? 0) + 1);
  return numbers;
};
