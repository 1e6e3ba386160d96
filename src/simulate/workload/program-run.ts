import type { Clock } from "../../ports/clock.ts";
import type { ProcessEnd, Processes, WorkloadProgram } from "../../ports/processes.ts";
import { parseMessage, type SelfReport } from "./self-report.ts";

/** One process of one workload program. */
export interface ProgramRun {
  readonly ok: true;
  readonly pid: number;
  /** The port it listens on, if it does; undefined also when it ended before it was ready. */
  readonly ready: Promise<number | undefined>;
  readonly ended: Promise<ProcessEnd>;
  /** Its word on itself; undefined when it does not answer within a second, or has ended. */
  report(): Promise<SelfReport | undefined>;
  /** Asks it to end with this code; 137 is what is left of a killed one, so it is killed. */
  end(exitCode: number): void;
}

const answerWithinMs = 1_000;

/** Starts a program and listens to what it says. */
export const runProgram = async (
  processes: Processes,
  clock: Clock,
  program: WorkloadProgram,
  args: readonly string[],
): Promise<ProgramRun | { readonly ok: false; readonly detail: string }> => {
  const ready = Promise.withResolvers<number | undefined>();
  /** Answers come in the order of the questions. */
  let asked: ((report: SelfReport | undefined) => void)[] = [];
  let over = false;

  const child = await processes.start({
    program,
    args,
    onLine: (line) => {
      const message = parseMessage(line);
      if (message === undefined) return;
      if ("ready" in message) ready.resolve(message.ready.port);
      else asked.shift()?.(message.report);
    },
  });
  if (!child.ok) return child;

  // `cat` says nothing: it is ready as it is.
  if (program === "pause") ready.resolve(undefined);
  const ended = child.ended.then((end) => {
    over = true;
    ready.resolve(undefined);
    for (const answer of asked) answer(undefined);
    asked = [];
    return end;
  });

  return {
    ok: true,
    pid: child.pid,
    ready: ready.promise,
    ended,
    report: async () => {
      if (over || program === "pause") return undefined;
      const answered = new AbortController();
      const answer = new Promise<SelfReport | undefined>((resolve) => asked.push(resolve));
      child.send("report");
      const tooLate = clock.sleep(answerWithinMs, answered.signal).then(() => undefined);
      const report = await Promise.race([answer, tooLate]);
      answered.abort();
      return report;
    },
    end: (exitCode) => {
      if (exitCode === 137 || program === "pause") child.kill();
      else child.send(`exit ${exitCode}`);
    },
  };
};
