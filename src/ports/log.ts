export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The agent's own log: a fixed message, the rest in fields. Never a secret. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
