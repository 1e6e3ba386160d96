import type { Clock } from "../ports/clock.ts";
import type { RunningServer, ServeHttp } from "../ports/http-server.ts";
import type { Problem } from "../problems/problem.ts";
import { openServer, type Site } from "../web/server.ts";

export interface PortOptions {
  readonly serve: ServeHttp;
  readonly clock: Clock;
  readonly host?: string | undefined;
  readonly port: number;
  site(): Site;
  /** Whether to wait for a port that is taken. */
  readonly patient: boolean;
  readonly signal: AbortSignal;
}

/** The agent's port, open or waited for. */
export interface Port extends RunningServer {
  /** Why it is not open yet. */
  problems(): readonly Problem[];
}

const againMs = 5_000;

/** Opens the port. Who is patient has it when it can be had, and works without it until then. */
export const openPort = async (
  options: PortOptions,
): Promise<Port | { readonly ok: false; readonly problem: Problem }> => {
  const { clock, signal } = options;
  const first = await openServer(options);
  if (first.ok) return { ...first, problems: () => [] };
  if (!options.patient) return first;
  let server: RunningServer | undefined;
  let problems: readonly Problem[] = [first.problem];
  const tryOn = async (): Promise<void> => {
    while (server === undefined) {
      await clock.sleep(againMs, signal);
      if (signal.aborted) return;
      const again = await openServer(options);
      problems = again.ok ? [] : [again.problem];
      if (again.ok) server = again;
    }
  };
  const trying = tryOn();
  return {
    ok: true,
    port: options.port,
    problems: () => problems,
    close: async (graceMs) => {
      await trying;
      await server?.close(graceMs);
    },
  };
};
