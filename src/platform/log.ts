import { pino, stdTimeFunctions } from "pino";
import type { Log, LogFields } from "../ports/log.ts";

export interface LogOptions {
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
  readonly format: "json" | "text";
}

const textLine = (level: string, message: string, fields: LogFields = {}): string => {
  const { fix, ...rest } = fields;
  const pairs = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const details = pairs.length === 0 ? "" : `  ${pairs.join(" ")}`;
  return `${level.padEnd(5)} ${message}${details}${fix === undefined ? "" : `\n      ${fix}`}\n`;
};

const ranks = ["debug", "info", "warn", "error", "silent"];

const textLog = (level: LogOptions["level"], write: (text: string) => void): Log => {
  const at =
    (name: "debug" | "info" | "warn" | "error") =>
    (message: string, fields?: LogFields): void => {
      if (ranks.indexOf(name) >= ranks.indexOf(level)) write(textLine(name, message, fields));
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
};

/** Writes to standard error: a JSON object a line, or text for people. */
export const nodeLog = ({ level, format }: LogOptions): Log => {
  if (format === "text") return textLog(level, (text) => process.stderr.write(text));
  const logger = pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  };
};
