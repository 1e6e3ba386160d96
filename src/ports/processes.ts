/** The programs that a simulated task runs, each a process of its own. */
export type WorkloadProgram = "web-server" | "worker" | "cache" | "migration" | "pause";

/** How a process ended; by a signal: 128 and its number, as a shell and Docker say it. */
export interface ProcessEnd {
  readonly exitCode: number;
}

export interface RunningProcess {
  readonly ok: true;
  readonly pid: number;
  /** One line to its standard input; nothing happens when it has ended. */
  send(line: string): void;
  /** Resolves when it has ended. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends it now. */
  kill(): void;
}

export interface ProcessStart {
  readonly program: WorkloadProgram;
  readonly args: readonly string[];
  /** A line of its standard output. */
  onLine(line: string): void;
}

/**
 * Child processes. A child ends when its standard input does, so none outlives the parent, however that one ends.
 * They are given no environment but PATH: nothing of the parent's secrets.
 */
export interface Processes {
  start(options: ProcessStart): Promise<RunningProcess | { readonly ok: false; readonly detail: string }>;
}
