import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface ProcessOnHost {
  readonly pid: number;
  readonly commandLine: string;
}

/** Processes of this machine that name a path, or run a program under it. Ended ones that nobody asked for do not count. */
export const processesUnder = (path: string): readonly ProcessOnHost[] =>
  readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const commandLine = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      if (commandLine === "") return [];
      const under = commandLine.includes(path) || readlinkSync(`/proc/${name}/exe`).startsWith(path);
      return under ? [{ pid: Number(name), commandLine }] : [];
    } catch {
      return [];
    }
  });
