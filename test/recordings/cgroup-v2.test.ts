import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cgroupStats } from "../../src/formats/cgroup/stats.ts";
import { readTaskCgroup } from "../../src/formats/cgroup/task-cgroup.ts";

/** The files of a real cgroup of version 2; the expected values are read here from their text, by other code. */
const recording = join(import.meta.dirname, "..", "..", "..", "shared", "fixtures", "cgroup-v2");

const text = (file: string): string => readFileSync(join(recording, file), "utf8");
const read = (_controller: string, file: string): string | undefined =>
  existsSync(join(recording, file)) ? text(file) : undefined;
const figure = (file: string, key: string): number =>
  Number(new RegExp(`(?:^|\\s)${key}[ =](\\d+)`, "m").exec(text(file))?.[1]);

describe.runIf(existsSync(recording))("a recorded cgroup of version 2", () => {
  const sample = cgroupStats("v2", read, { readMs: 1, onlineCpus: undefined, networks: [] });

  it("has the figures of its files", () => {
    expect(sample?.cpu).toMatchObject({
      totalSeconds: figure("cpu.stat", "usage_usec") / 1e6,
      throttling: {
        periods: figure("cpu.stat", "nr_periods"),
        throttledPeriods: figure("cpu.stat", "nr_throttled"),
        throttledSeconds: figure("cpu.stat", "throttled_usec") / 1e6,
      },
    });
    expect(sample?.memory).toMatchObject({
      usage: Number(text("memory.current")),
      workingSet: Number(text("memory.current")) - figure("memory.stat", "inactive_file"),
      maxUsage: Number(text("memory.peak")),
      limit: Number(text("memory.max")),
      rss: figure("memory.stat", "anon"),
      oomKills: figure("memory.events", "oom_kill"),
    });
    expect(sample?.disk).toEqual({
      readBytes: figure("io.stat", "rbytes"),
      writtenBytes: figure("io.stat", "wbytes"),
      reads: figure("io.stat", "rios"),
      writes: figure("io.stat", "wios"),
    });
    expect(sample?.pids).toEqual({ current: Number(text("pids.current")), limit: Number(text("pids.max")) });
    const pressure = sample?.pressure.find(({ resource, kind }) => resource === "cpu" && kind === "some");
    expect(pressure?.stalledSeconds).toBe(figure("cpu.pressure", "total") / 1e6);
    expect(sample?.pressure.length).toBe(6);
  });

  it("has its cap", () => {
    const [quota, period] = text("cpu.max").trim().split(" ").map(Number);
    expect(readTaskCgroup("v2", read).cpuLimitVcpus).toBe((quota ?? 0) / (period ?? 1));
  });
});
