import type { Clock } from "../../ports/clock.ts";
import type { DeliveryOutcome, Payload } from "../../ports/push-output.ts";
import type { LineWritten, Outlet, StandardOutput } from "../../ports/standard-output.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import { linesOf } from "./encode.ts";

/** Lines that are not taken in this time are tried again: nothing is lost by it, and a stuck reader is told of. */
export const patienceMs = 5000;

const subjects: Readonly<Record<Outlet, string>> = {
  pipe: "a pipe",
  file: "a file",
  terminal: "a terminal",
  nothing: "/dev/null",
};

/** What it leads to, for people. */
export const subjectOf = (stdout: StandardOutput): string => subjects[stdout.outlet()];

type Failure = Extract<LineWritten, { ok: false }>;

const codes = {
  blocked: "stdout-blocked",
  closed: "stdout-closed",
  full: "stdout-failing",
  failed: "stdout-failing",
} as const;

const outcomeOf = ({ reason, detail }: Failure, subject: string): DeliveryOutcome => {
  const told: Problem = problem(codes[reason], subject, detail);
  return { kind: reason === "closed" ? "hold" : "retry", problem: told };
};

/**
 * Writes a payload's lines one after the other. Those that are out are remembered when a later one fails, so that trying
 * again does not write them twice.
 */
export const openDeliver = (stdout: StandardOutput, clock: Clock) => {
  const out = new Set<string>();
  return async (payload: Payload, signal: AbortSignal): Promise<DeliveryOutcome> => {
    const lines = linesOf(payload);
    if (!lines.some((line) => out.has(line))) out.clear();
    const late = new AbortController();
    const done = new AbortController();
    void clock.sleep(patienceMs, AbortSignal.any([signal, done.signal])).then(() => late.abort());
    try {
      for (const line of lines) {
        if (out.has(line)) continue;
        const written = await stdout.write(line, late.signal);
        if (!written.ok) return outcomeOf(written, subjectOf(stdout));
        out.add(line);
      }
      for (const line of lines) out.delete(line);
      return { kind: "accepted" };
    } finally {
      done.abort();
    }
  };
};

/** Whether anybody could read. Writes nothing. */
export const probe = async (stdout: StandardOutput): Promise<DeliveryOutcome> =>
  stdout.outlet() === "nothing"
    ? { kind: "hold", problem: problem("stdout-closed", subjects.nothing, "what is written vanishes") }
    : { kind: "accepted" };
