import type { Log, LogFields } from "../../ports/log.ts";

export interface Line {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: LogFields;
}

/** A log that keeps its lines. */
export const rememberingLog = (): Log & { readonly lines: readonly Line[] } => {
  const lines: Line[] = [];
  const at =
    (level: Line["level"]) =>
    (message: string, fields: LogFields = {}): void => {
      lines.push({ level, message, fields });
    };
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
};
