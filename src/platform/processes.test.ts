import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { RunningProcess, WorkloadProgram } from "../ports/processes.ts";
import { nodeProcesses } from "./processes.ts";

/** A program that says it is ready, and the lines it has said. */
const started = async (program: WorkloadProgram, args: readonly string[] = []) => {
  const lines: string[] = [];
  const child = await nodeProcesses.start({ program, args, onLine: (line) => lines.push(line) });
  if (!child.ok) throw new Error(child.detail);
  if (program !== "pause") await expect.poll(() => lines.length).toBeGreaterThan(0);
  return { child, lines };
};

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const ended = ({ ended: end }: RunningProcess) => end.then(({ exitCode }) => exitCode);

test("a program reports when asked, and ends with the code it is told", async () => {
  const { child, lines } = await started("worker", ["0"]);
  child.send("report");
  await expect.poll(() => lines.length).toBe(2);
  expect(JSON.parse(lines[1] ?? "").report.residentBytes).toBeGreaterThan(1_000_000);
  child.send("exit 3");
  expect(await ended(child)).toBe(3);
  child.send("report");
});

test("a killed one ends with 128 and the signal's number", async () => {
  const { child } = await started("pause");
  child.kill();
  expect(await ended(child)).toBe(137);
});

test("an init container ends by itself, and well", async () => {
  const { child } = await started("migration");
  expect(await ended(child)).toBe(0);
});

test("a web server tells its port and counts what really crossed its sockets", async () => {
  const { child, lines } = await started("web-server");
  const { port } = JSON.parse(lines[0] ?? "").ready;
  const response = await fetch(`http://127.0.0.1:${port}/products`);
  expect((await response.text()).length).toBe(12_288);
  child.send("report");
  await expect.poll(() => lines.length).toBe(2);
  const { report } = JSON.parse(lines[1] ?? "");
  expect(report.txBytes).toBeGreaterThan(12_288);
  expect(report.txBytes).toBeLessThan(14_000);
  expect(report.rxBytes).toBeGreaterThan(20);
  expect([report.rxMessages, report.txMessages]).toEqual([1, 1]);
  child.kill();
  await child.ended;
});

test("children get no environment but PATH", async () => {
  const { child } = await started("worker", ["0"]);
  const { nodeFiles } = await import("./files.ts");
  const environment = await nodeFiles.readText(`/proc/${child.pid}/environ`);
  child.kill();
  await child.ended;
  const names = environment.ok ? environment.text.split("\0").map((pair) => pair.split("=")[0]) : ["PATH", ""];
  expect(names.filter((name) => name !== "" && name !== "PATH")).toEqual([]);
});

test.each(["SIGKILL", "SIGTERM"] as const)("no child outlives a parent that ends by %s", async (signal) => {
  const parent = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { nodeProcesses } from ${JSON.stringify(new URL("./processes.ts", import.meta.url).href)};
       const programs = ["web-server", "worker", "cache", "pause"];
       const onLine = () => {};
       const all = await Promise.all(programs.map((program) => nodeProcesses.start({ program, args: [], onLine })));
       console.log(JSON.stringify(all.map(({ pid }) => pid)));
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = await once(createInterface({ input: parent.stdout }), "line");
  const pids: number[] = JSON.parse(line);
  expect(pids).toHaveLength(4);
  expect(pids.map(isThere)).toEqual([true, true, true, true]);
  parent.kill(signal);
  await once(parent, "exit");
  await expect.poll(() => pids.filter(isThere)).toEqual([]);
});
