import { readFileSync } from "node:fs";

/** Linux counts a process's CPU in hundredths of a second. */
const tickMs = 10;

/** CPU that a process has taken since it began, of all its threads, in programs and in the kernel. */
export const processCpuMs = (pid: number, procRoot = "/proc"): number => {
  const [, fields = ""] = readFileSync(`${procRoot}/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  if (user === undefined || system === undefined) throw new Error(`${procRoot}/${pid}/stat does not tell the CPU time`);
  return (user + system) * tickMs;
};
