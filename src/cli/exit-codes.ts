/** What the program's exit tells. Documented in `--help` and docs/commands.md. */
export const exitCodes = {
  /** Done, or stopped as asked. */
  ok: 0,
  /** It could not do what it was asked: the port is taken, a source does not answer. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The configuration has faults (`check`). */
  invalid: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
