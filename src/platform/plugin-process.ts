import { type ChildProcessByStdio, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import type { PluginFailureReason, PluginResult } from "../ports/plugins.ts";
import { errorCode, errorText } from "./error-text.ts";

export interface PluginProcess {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal | undefined;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const failed = (reason: PluginFailureReason, detail: string): PluginResult => ({ ok: false, reason, detail });

const maxErrorBytes = 1024;

const startFailure = (error: unknown): PluginResult => {
  const code = errorCode(error);
  const reason = code === "ENOENT" ? "not-found" : code === "EACCES" ? "forbidden" : "other";
  return failed(reason, errorText(error));
};

/** Also what the plugin started and left behind. A program that makes a session of its own gets away; its pipe is let go. */
const killGroup = ({ pid }: Child): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left.
  }
};

const start = ({ argv, environment, folder }: PluginProcess): Child => {
  const [file = "", ...args] = argv;
  // Detached: the leader of a group of its own.
  return spawn(file, args, { cwd: folder, env: { ...environment }, stdio: ["ignore", "pipe", "pipe"], detached: true });
};

/** Runs it to its end. Never rejects, and leaves no process of its group. */
export const runPlugin = (plugin: PluginProcess): Promise<PluginResult> =>
  new Promise((resolve) => {
    let child: Child;
    try {
      child = start(plugin);
    } catch (error) {
      resolve(startFailure(error));
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    let stderr = "";
    let verdict: PluginResult | undefined;

    const settle = (result: PluginResult): void => {
      clearTimeout(timer);
      plugin.signal?.removeEventListener("abort", abort);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(verdict ?? result);
    };
    const end = (reason: PluginFailureReason, detail: string): void => {
      if (verdict !== undefined) return;
      verdict = failed(reason, detail);
      killGroup(child);
      // The kernel may keep a process that waits for a disk: nobody waits for that one.
      setTimeout(settle, 2000, verdict).unref();
    };
    const abort = (): void => end("aborted", "the agent stops or the target went");
    const timer = setTimeout(() => end("timeout", `it did not end within ${plugin.timeoutMs} ms`), plugin.timeoutMs);
    plugin.signal?.addEventListener("abort", abort, { once: true });
    if (plugin.signal?.aborted === true) abort();

    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > plugin.maxOutputBytes) {
        chunks.length = 0;
        end("too-much", `it printed more than ${plugin.maxOutputBytes} bytes`);
      } else chunks.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < maxErrorBytes) stderr = (stderr + chunk.toString("utf8")).slice(0, maxErrorBytes);
    });
    child.once("error", (error) => settle(startFailure(error)));
    child.once("exit", (code, signal) => {
      // Whoever still holds its output is not waited for.
      killGroup(child);
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      const finish = (): void => settle({ ok: true, stdout: Buffer.concat(chunks).toString("utf8"), exitCode, stderr });
      const late = setTimeout(finish, 1000);
      child.once("close", () => {
        clearTimeout(late);
        finish();
      });
    });
  });
