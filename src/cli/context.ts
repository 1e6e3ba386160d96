import type { Services } from "../app/services.ts";
import type { Terminal } from "../ports/terminal.ts";

/** What every command is given. */
export interface CommandContext {
  readonly services: Services;
  readonly terminal: Terminal;
  /** Fires when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** From the call on, SIGHUP comes here instead of ending the process. */
  onHangUp(listener: () => void): void;
  /** From the call on, what nobody caught comes here instead of ending the process. */
  onDefect(listener: (error: unknown) => void): void;
}
