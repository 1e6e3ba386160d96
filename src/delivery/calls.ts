import type { Clock } from "../ports/clock.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import { type Problem, problem } from "../problems/problem.ts";

/** Calls into one output: none throws, none outlives its time, and no two run at once. */
export interface Calls {
  /** @param signal gives the call up; what it returns then is read by nobody */
  make(work: (signal: AbortSignal) => Promise<DeliveryOutcome>, signal: AbortSignal): Promise<DeliveryOutcome>;
}

export interface CallsOptions {
  /** The output's. */
  readonly name: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** An output that throws so often in a row does not like what it is given: it is looked for. */
const patienceWithThrows = 5;

/** Where it was thrown, without the message: an output's message may have anything in it, a key too. */
export const crashProblem = (name: string, thrown: unknown): Problem => {
  if (!(thrown instanceof Error)) return problem("output-crashed", name, `threw ${typeof thrown}`);
  const frame = thrown.stack?.split("\n").find((line) => /^ +at .+:\d+:\d+\)?$/.test(line));
  return problem("output-crashed", name, [thrown.constructor.name, frame?.trim()].join(" "));
};

export const openCalls = ({ name, clock, timeoutMs }: CallsOptions): Calls => {
  let throwsInARow = 0;
  /** A call goes on past its time. */
  let hanging = false;

  const late = (): DeliveryOutcome => ({
    kind: "retry",
    problem: problem("output-timeout", name, `no outcome within ${timeoutMs} ms`),
  });

  const crashed = (thrown: unknown): DeliveryOutcome => {
    throwsInARow += 1;
    const crash = crashProblem(name, thrown);
    return throwsInARow < patienceWithThrows ? { kind: "retry", problem: crash } : { kind: "bad", problem: crash };
  };

  const settled = (outcome: DeliveryOutcome): DeliveryOutcome => {
    throwsInARow = 0;
    return outcome;
  };

  return {
    make: async (work, signal) => {
      if (hanging || signal.aborted) return late();
      const deadline = new AbortController();
      const done = new AbortController();
      const giveUp = (): void => done.abort();
      signal.addEventListener("abort", giveUp);
      const ended = Promise.resolve()
        .then(() => work(deadline.signal))
        .then(settled, crashed);
      hanging = true;
      void ended.then(() => {
        hanging = false;
      });
      const outcome = await Promise.race([ended, clock.sleep(timeoutMs, done.signal).then(late)]);
      signal.removeEventListener("abort", giveUp);
      deadline.abort();
      done.abort();
      return outcome;
    },
  };
};
