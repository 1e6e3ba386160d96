import type { ProcessUsage } from "../ports/process-usage.ts";

export const processUsage = (): ProcessUsage => {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuSeconds: (user + system) / 1e6, residentBytes: rss, heapUsedBytes: heapUsed };
};

export const nodeVersion: string = process.version;

/** The variables of the process, as they were at the start. */
export const environment: Readonly<Record<string, string | undefined>> = { ...process.env };

/** What follows the program's name on the command line. */
export const ownArguments: readonly string[] = process.argv.slice(2);

/** Fires on SIGTERM and SIGINT; a second SIGINT ends the process the hard way. */
export const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  const stop = (name: string): void => controller.abort(name);
  process.once("SIGTERM", () => stop("SIGTERM"));
  process.once("SIGINT", () => stop("SIGINT"));
  return controller.signal;
};

/** From now on, SIGHUP calls this instead of ending the process. */
export const onHangUp = (listener: () => void): void => {
  process.on("SIGHUP", listener);
};

/** From now on, exceptions and rejections that nobody caught come here instead of ending the process. */
export const onDefect = (listener: (error: unknown) => void): void => {
  process.on("uncaughtException", listener);
  process.on("unhandledRejection", listener);
};
