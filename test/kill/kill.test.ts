import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { awakeMs } from "../awake-clock.ts";
import { createOracle } from "./oracle.ts";

/** KILL_CYCLES=5000 for a night. */
const cycles = Number(process.env.KILL_CYCLES ?? 300);

const appender = new URL("appender/main.ts", import.meta.url).pathname;

/** Gives the lines that were added since it was last asked, whole ones only. */
const followLog = (path: string): { read(): string[]; close(): void } => {
  const file = openSync(path, "r");
  const chunk = new Uint8Array(1024 * 1024);
  const text = new TextDecoder();
  let position = 0;
  let rest = "";
  return {
    read: () => {
      let added = "";
      for (let count = readSync(file, chunk, 0, chunk.length, position); count > 0; ) {
        position += count;
        added += text.decode(chunk.subarray(0, count), { stream: true });
        count = readSync(file, chunk, 0, chunk.length, position);
      }
      const lines = (rest + added).split("\n");
      rest = lines.pop() ?? "";
      return lines;
    },
    close: () => closeSync(file),
  };
};

test("killed again and again, it loses nothing that it acknowledged", {
  timeout: 120_000 + cycles * 6_000,
}, async () => {
  const root = await mkdtemp(join(tmpdir(), "taskvitals-kill-"));
  const [folder, logFile] = [join(root, "journal"), join(root, "log")];
  await writeFile(logFile, "");
  const log = followLog(logFile);
  const oracle = createOracle(["fast", "slow"]);
  let killed = 0;

  const start = (mode: string): ChildProcess =>
    spawn(process.execPath, [appender, folder, logFile, mode, String(oracle.nextId())], { stdio: "inherit" });
  const readLog = (): readonly string[] => {
    const lines = log.read();
    for (const line of lines) oracle.read(line);
    return lines;
  };

  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const child = start(cycle === 0 ? "first" : "run");
    const exit = once(child, "exit");
    // One in five dies before or while it opens the journal, the others at work.
    if (cycle % 5 === 4) await sleep(40 + Math.random() * 80);
    else {
      // Some at their first records, however long these take; some at any moment.
      const word = cycle % 5 < 2 ? "stored" : "opened";
      const deadlineMs = awakeMs() + 50_000;
      while (!readLog().some((line) => line.startsWith(word)) && awakeMs() < deadlineMs) await sleep(5);
      await sleep(Math.random() * 60);
    }
    if (child.kill("SIGKILL")) killed += 1;
    await exit;
    readLog();
  }

  const [code] = await once(start("drain"), "exit");
  const lines = readLog();
  log.close();
  const verdict = oracle.verdict();
  process.stdout.write(`${killed} kills: ${JSON.stringify(verdict)}\n`);
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe("end");
  expect(killed).toBe(cycles);
  // One at least in each of those cycles.
  expect(verdict.stored).toBeGreaterThanOrEqual(2 * Math.floor(cycles / 5));
  expect(verdict).toMatchObject({ missing: { fast: 0, slow: 0 }, afterSettle: 0, invented: 0, wrong: [] });
  await rm(root, { recursive: true, force: true });
});
