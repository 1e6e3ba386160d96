import { type MemoryStats, memoryStats } from "../docker-stats/memory.ts";
import { parseFlat, parseLimit, parseSingle } from "../kernel-text.ts";
import type { CgroupVersion, ReadCgroup } from "./files.ts";

/** Below 2^53 and above zero, as sentinels for "none" are not. */
const unlimitedFrom = 2 ** 53;

const detailOf = (stat: ReadonlyMap<string, number>) => ({
  has: (key: string) => stat.has(key),
  amount: (key: string) => stat.get(key),
  limit: (key: string) => {
    const value = stat.get(key);
    return value !== undefined && value > 0 && value < unlimitedFrom ? value : undefined;
  },
});

const read1 = (read: ReadCgroup, file: string): number | undefined => parseSingle(read("memory", file));

/** `memory.failcnt`: the limit was hit. `oom_kill` stands in memory.oom_control from Linux 4.13 on. */
const readV1 = (read: ReadCgroup): MemoryStats =>
  memoryStats({
    detail: detailOf(parseFlat(read("memory", "memory.stat"))),
    usage: read1(read, "memory.usage_in_bytes"),
    maxUsage: read1(read, "memory.max_usage_in_bytes"),
    limit: parseLimit(read("memory", "memory.limit_in_bytes")),
    failures: read1(read, "memory.failcnt"),
    oomKills: parseFlat(read("memory", "memory.oom_control")).get("oom_kill"),
  });

/** `memory.peak` is there from Linux 5.19 on. `oom` counts as Docker's failcnt does. */
const readV2 = (read: ReadCgroup): MemoryStats => {
  const events = parseFlat(read("memory", "memory.events"));
  return memoryStats({
    detail: detailOf(parseFlat(read("memory", "memory.stat"))),
    usage: read1(read, "memory.current"),
    maxUsage: read1(read, "memory.peak"),
    limit: parseLimit(read("memory", "memory.max")),
    failures: events.get("oom"),
    oomKills: events.get("oom_kill"),
    swap: read1(read, "memory.swap.current"),
  });
};

/** Memory of a cgroup, everything below it included. */
export const readMemory = (version: CgroupVersion, read: ReadCgroup): MemoryStats =>
  version === "v2" ? readV2(read) : readV1(read);
