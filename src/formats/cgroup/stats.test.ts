import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CgroupVersion, controllers } from "./files.ts";
import { cgroupStats } from "./stats.ts";
import { readTaskCgroup } from "./task-cgroup.ts";
import { folderV1, folderV2 } from "./test/folder.ts";

const facts = { readMs: 1_772_000_000_000, onlineCpus: 4, networks: [] };

const v2 = {
  "cpu.stat":
    "usage_usec 2500000\nuser_usec 1500000\nsystem_usec 1000000\nnr_periods 40\nnr_throttled 9\nthrottled_usec 750000\nnr_bursts 0\n",
  "cpu.max": "50000 100000\n",
  "cpu.pressure":
    "some avg10=12.50 avg60=3.00 avg300=1.00 total=4000000\nfull avg10=1.00 avg60=0.00 avg300=0.00 total=500000\n",
  "memory.current": "104857600\n",
  "memory.max": "max\n",
  "memory.peak": "209715200\n",
  "memory.swap.current": "4096\n",
  "memory.events": "low 0\nhigh 2\nmax 7\noom 3\noom_kill 2\noom_group_kill 0\n",
  "memory.stat":
    "anon 41943040\nfile 52428800\nfile_mapped 1048576\nactive_anon 1000\ninactive_file 20971520\nactive_file 31457280\npgfault 900\npgmajfault 100\n",
  "memory.pressure":
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=250\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=100\n",
  "io.stat":
    "259:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n259:1 rbytes=1000 wbytes=0 rios=3 wios=0 dbytes=0 dios=0\n253:0\n",
  "io.pressure": "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\n",
  "pids.current": "12\n",
  "pids.max": "max\n",
};

const v1 = {
  cpu: {
    "cpu.stat": "nr_periods 40\nnr_throttled 9\nthrottled_time 750000000\n",
    "cpu.cfs_quota_us": "-1\n",
    "cpu.cfs_period_us": "100000\n",
  },
  cpuacct: { "cpuacct.usage": "2500000000\n", "cpuacct.stat": "user 150\nsystem 100\n" },
  memory: {
    "memory.usage_in_bytes": "104857600\n",
    "memory.max_usage_in_bytes": "209715200\n",
    "memory.limit_in_bytes": "268435456\n",
    "memory.failcnt": "5\n",
    "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
    "memory.stat":
      "cache 1\nrss 2\ntotal_cache 52428800\ntotal_rss 41943040\ntotal_swap 4096\ntotal_inactive_file 20971520\nhierarchical_memory_limit 268435456\nhierarchical_memsw_limit 9223372036854771712\n",
  },
  blkio: {
    "blkio.throttle.io_service_bytes":
      "259:0 Read 5096\n259:0 Write 8192\n259:0 Sync 13288\n259:0 Async 0\n259:0 Discard 0\n259:0 Total 13288\nTotal 13288\n",
    "blkio.throttle.io_serviced": "259:0 Read 4\n259:0 Write 2\n259:0 Total 6\nTotal 6\n",
  },
  pids: { "pids.current": "12\n", "pids.max": "100\n" },
};

describe("a container", () => {
  test("of version 2", () => {
    expect(cgroupStats("v2", folderV2(v2), facts)).toMatchObject({
      readMs: facts.readMs,
      cpu: {
        totalSeconds: 2.5,
        userSeconds: 1.5,
        kernelSeconds: 1,
        onlineCpus: 4,
        throttling: { periods: 40, throttledPeriods: 9, throttledSeconds: 0.75 },
      },
      memory: {
        cgroup: "v2",
        usage: 104857600,
        workingSet: 104857600 - 20971520,
        cache: 52428800,
        rss: 41943040,
        maxUsage: 209715200,
        swap: 4096,
        failures: 3,
        oomKills: 2,
        minorFaults: 800,
      },
      disk: { readBytes: 5096, writtenBytes: 8192, reads: 4, writes: 2 },
      pids: { current: 12 },
      pressure: [
        { resource: "cpu", kind: "some", stalledSeconds: 4, share10: 0.125 },
        { resource: "cpu", kind: "full", stalledSeconds: 0.5, share10: 0.01 },
        { resource: "memory", kind: "some", stalledSeconds: 0.00025, share10: 0 },
        { resource: "memory", kind: "full", stalledSeconds: 0.0001, share10: 0 },
        { resource: "io", kind: "some", stalledSeconds: 1, share10: 0 },
      ],
    });
    expect(cgroupStats("v2", folderV2(v2), facts)?.memory.limit).toBeUndefined();
  });

  test("of version 1 has the same figures, as far as they are there", () => {
    const one = cgroupStats("v1", folderV1(v1), facts);
    const two = cgroupStats("v2", folderV2(v2), facts);
    expect(one?.cpu).toEqual(two?.cpu);
    expect(one?.disk).toEqual(two?.disk);
    for (const figure of ["usage", "workingSet", "cache", "rss", "swap", "maxUsage", "oomKills"] as const) {
      expect(one?.memory[figure], figure).toBe(two?.memory[figure]);
    }
    expect(one?.memory).toMatchObject({ cgroup: "v1", failures: 5, limit: 268435456, hierarchicalLimit: 268435456 });
    expect(one?.memory.hierarchicalSwapLimit).toBeUndefined();
    expect(one?.pids).toEqual({ current: 12, limit: 100 });
    expect(one?.pressure).toEqual([]);
  });

  test("counts what is nested in it where the kernel tells (v1)", () => {
    const nested = { ...v1, blkio: { ...v1.blkio, "blkio.throttle.io_service_bytes_recursive": "259:0 Read 9000\n" } };
    expect(cgroupStats("v1", folderV1(nested), facts)?.disk).toMatchObject({ readBytes: 9000, reads: 4 });
  });

  const noDisk = { readBytes: undefined, writtenBytes: undefined, reads: undefined, writes: undefined };
  const idleDisk = { readBytes: 0, writtenBytes: 0, reads: 0, writes: 0 };

  test.each([
    ["no device", "", idleDisk],
    ["an idle device", "259:0 \n7:1\n", idleDisk],
    ["a device with other keys alone", "259:0 cost.usage=5\n", noDisk],
    ["what is no list", "nothing\n", noDisk],
  ])("of version 2 whose io.stat has %s", (_, text, disk) => {
    expect(cgroupStats("v2", folderV2({ ...v2, "io.stat": text }), facts)?.disk).toEqual(disk);
  });

  test.each([
    ["the sum alone, and that is 0", "Total 0\n", idleDisk],
    ["the sum alone, and that is more", "Total 5\n", noDisk],
    ["nothing", "", noDisk],
  ])("of version 1 whose lists have %s", (_, text, disk) => {
    const blkio = { "blkio.throttle.io_service_bytes": text, "blkio.throttle.io_serviced": text };
    expect(cgroupStats("v1", folderV1({ ...v1, blkio }), facts)?.disk).toEqual(disk);
  });

  test("that is gone is no sample", () => {
    expect(cgroupStats("v2", () => undefined, facts)).toBeUndefined();
    expect(cgroupStats("v1", () => undefined, facts)).toBeUndefined();
    expect(cgroupStats("v2", folderV2({ "cpu.stat": "" }), facts)).toBeUndefined();
  });

  test("of an old kernel lacks single figures, and none is zero for it", () => {
    const sample = cgroupStats("v2", folderV2({ "cpu.stat": "usage_usec 5\n", "memory.current": "9\n" }), facts);
    expect(sample).toMatchObject({ cpu: { totalSeconds: 0.000005 }, memory: { usage: 9, cgroup: "unknown" } });
    expect(sample?.cpu.throttling).toBeUndefined();
    expect(sample?.memory.oomKills).toBeUndefined();
    expect(sample?.memory.workingSet).toBeUndefined();
    expect(sample?.disk.readBytes).toBeUndefined();
    expect(sample?.pids).toEqual({ current: undefined, limit: undefined });
  });
});

test("the cgroup of a task has its cap, its limit, and what came of them", () => {
  expect(readTaskCgroup("v2", folderV2(v2))).toMatchObject({
    cpuLimitVcpus: 0.5,
    throttling: { periods: 40, throttledPeriods: 9, throttledSeconds: 0.75 },
    memoryMaxUsageBytes: 209715200,
    oomKills: 2,
  });
  const one = readTaskCgroup("v1", folderV1(v1));
  expect(one).toMatchObject({ memoryLimitBytes: 268435456, pressure: [] });
  expect(one.oomKills).toBeUndefined();
  expect(one.cpuLimitVcpus).toBeUndefined();
});

/** Every number anywhere in a value. */
const numbersIn = (value: unknown): readonly number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];

const files = [...new Set([...Object.keys(v2), ...controllers.flatMap((name) => Object.keys(v1[name]))])];

/** What a file of the kernel never is, and nearly what it is. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(...Object.values(v2), "max\n", "-1\n", "18446744073709551615\n", "\0\0"),
  fc.tuple(fc.constantFrom(...Object.values(v2)), fc.nat(80)).map(([text, end]) => text.slice(0, end)),
  fc
    .array(
      fc
        .tuple(fc.constantFrom("usage_usec", "anon", "oom", "8:0 Read", "8:0"), fc.bigInt())
        .map((pair) => pair.join(" ")),
      { maxLength: 20 },
    )
    .map((lines) => lines.join("\n")),
);

test("whatever the files hold, nothing throws, and every figure is a number that can be", () => {
  const property = fc.property(
    fc.constantFrom<CgroupVersion>("v1", "v2"),
    fc.dictionary(fc.constantFrom(...files), anyText),
    (version, folder) => {
      const found = [cgroupStats(version, folderV2(folder), facts), readTaskCgroup(version, folderV2(folder))];
      for (const number of numbersIn(found)) expect(Number.isFinite(number) && number >= 0).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 500 });
});
