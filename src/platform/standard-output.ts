import { fstatSync, statSync } from "node:fs";
import type { Writable } from "node:stream";
import type { LineWritten, Outlet, StandardOutput } from "../ports/standard-output.ts";
import { errorCode } from "./error-text.ts";

const reasons: Readonly<Record<string, "closed" | "full">> = {
  EPIPE: "closed",
  ECONNRESET: "closed",
  EBADF: "closed",
  ERR_STREAM_DESTROYED: "closed",
  ENOSPC: "full",
  EDQUOT: "full",
};

const writtenOf = (error: Error | null | undefined): LineWritten => {
  if (error === null || error === undefined) return { ok: true };
  const code = errorCode(error);
  return { ok: false, reason: reasons[code] ?? "failed", detail: code };
};

const blocked: LineWritten = { ok: false, reason: "blocked", detail: "nobody reads it" };

/** The work's result, or blocked when the signal fires first. The work goes on. */
const orBlocked = (work: Promise<LineWritten>, signal: AbortSignal): Promise<LineWritten> =>
  new Promise((resolve) => {
    const giveUp = (): void => resolve(blocked);
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    void work.then((written) => {
      signal.removeEventListener("abort", giveUp);
      resolve(written);
    });
  });

/** A line that was handed to the stream, and whose outcome nobody has heard yet. */
interface Writing {
  readonly line: string;
  readonly written: Promise<LineWritten>;
}

/** Writes to a stream that is never given more than one line at a time: no line waits behind one that is blocked. */
export const linesTo = (stream: Writable): StandardOutput["write"] => {
  let unheard: Writing | undefined;
  return async (line, signal) => {
    if (unheard !== undefined) {
      const earlier = unheard;
      const outcome = await orBlocked(earlier.written, signal);
      if (outcome === blocked) return blocked;
      unheard = undefined;
      if (earlier.line === line) return outcome;
    }
    if (signal.aborted) return blocked;
    const { promise: written, resolve } = Promise.withResolvers<LineWritten>();
    unheard = { line, written };
    stream.write(line, (error) => resolve(writtenOf(error)));
    const outcome = await orBlocked(written, signal);
    if (outcome !== blocked) unheard = undefined;
    return outcome;
  };
};

const descriptor = 1;

const outlet = (): Outlet => {
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFIFO() || stats.isSocket()) return "pipe";
    if (process.stdout.isTTY === true) return "terminal";
    // Node.js puts /dev/null in the place of a standard output that is closed at the start.
    return stats.isCharacterDevice() && stats.rdev === statSync("/dev/null").rdev ? "nothing" : "file";
  } catch {
    return "nothing";
  }
};

/** The process's own. Pipes are written to without blocking the process, files and terminals at once. */
export const standardOutput: StandardOutput = { outlet, write: linesTo(process.stdout) };
