import { describe, expect, test } from "vitest";
import type { Files } from "../../ports/files.ts";
import { measureHost, measureProcess, measuringNotes } from "./measure.ts";
import { parseKeyed, parseMachine, parseStat } from "./proc-files.ts";
import { parseMessage, type SelfReport } from "./self-report.ts";
import { sinceCounters, withCounters } from "./usage-sums.ts";

const filesOf = (texts: Readonly<Record<string, string>>): Files => ({
  readText: async (path) => {
    const text = texts[path];
    return text === undefined ? { ok: false, reason: "not-found", detail: path } : { ok: true, text };
  },
  list: async () => [],
  isSocket: async () => false,
  fileSystem: async (path) => ({ ok: false, reason: "not-found", detail: path }),
});

const stat =
  "42 (a (strange) name) S 1 42 42 0 -1 4194560 900 0 7 0 150 50 0 0 20 0 11 0 12345 1000 200 18446744073709551615";
const status =
  "Name:\tnode\nVmHWM:\t  9000 kB\nRssAnon:\t  3000 kB\nRssFile:\t  5000 kB\nRssShmem:\t   24 kB\nThreads:\t11\n";
const io = "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 0\n";

const report: SelfReport = {
  cpuUserUs: 1_500,
  cpuSystemUs: 500,
  residentBytes: 8_000,
  peakBytes: 9_000,
  minorFaults: 10,
  majorFaults: 1,
  hostCpus: 8,
  hostMemoryBytes: 16_000_000,
  hostCpuMs: 5_000,
  rxBytes: 100,
  rxMessages: 2,
  txBytes: 3_000,
  txMessages: 2,
};

describe("files of /proc", () => {
  test("stat: the name may hold anything", () => {
    expect(parseStat(stat)).toEqual({ userTicks: 150, kernelTicks: 50, minorFaults: 900, majorFaults: 7 });
    expect(parseStat("42 (cut off) S 1 42")).toBeUndefined();
    expect(parseStat("")).toBeUndefined();
  });

  test("lines with a unit are bytes, others are numbers", () => {
    expect([...parseKeyed("VmHWM:\t 4 kB\nThreads:\t11\nName:\tnode\n")]).toEqual([
      ["VmHWM", 4_096],
      ["Threads", 11],
    ]);
  });

  test("the machine's time is the first seven fields of all CPUs, as Docker adds it up", () => {
    const text = "cpu  1 2 3 4 5 6 7 100 200 300\ncpu0 1 1 1 1 1 1 1 0 0 0\ncpu1 0 1 2 3 4 5 6 0 0 0\nintr 5\n";
    expect(parseMachine(text)).toEqual({ cpus: 2, systemCpuNs: 280_000_000 });
    expect(parseMachine("")).toBeUndefined();
  });
});

describe("a process", () => {
  test("is measured by /proc; only its traffic is its own word", async () => {
    const files = filesOf({ "/proc/42/stat": stat, "/proc/42/status": status, "/proc/42/io": io });
    expect(await measureProcess(files, 42, report)).toEqual({
      cpuNs: 2_000_000_000,
      cpuKernelNs: 500_000_000,
      memory: {
        anonBytes: 3_024 * 1024,
        fileBytes: 5_000 * 1024,
        inactiveFileBytes: 0,
        peakBytes: 9_000 * 1024,
        pageFaults: 907,
        majorPageFaults: 7,
      },
      disk: { readBytes: 4_096, writeBytes: 8_192 },
      processes: 11,
      traffic: { rxBytes: 100, rxPackets: 2, txBytes: 3_000, txPackets: 2 },
    });
  });

  test("what cannot be read is absent, not zero", async () => {
    const files = filesOf({ "/proc/42/stat": stat, "/proc/42/status": status });
    const usage = await measureProcess(files, 42, undefined);
    expect(usage).not.toHaveProperty("disk");
    expect(usage).not.toHaveProperty("traffic");
  });

  test("one that has ended but is still listed has no statistics", async () => {
    const files = filesOf({
      "/proc/42/stat": stat,
      "/proc/42/status": "Name:\tnode\nState:\tZ (zombie)\nThreads:\t1\n",
    });
    expect(await measureProcess(files, 42, undefined)).toBeUndefined();
  });

  test("without /proc its own word is taken, and said so", async () => {
    const files = filesOf({});
    const usage = await measureProcess(files, 42, report);
    expect(usage).toMatchObject({
      cpuNs: 2_000_000,
      cpuKernelNs: 500_000,
      memory: { anonBytes: 8_000, peakBytes: 9_000 },
    });
    expect(usage).not.toHaveProperty("disk");
    expect(usage).not.toHaveProperty("processes");
    expect(await measureProcess(files, 42, undefined)).toBeUndefined();
    expect(await measureHost(files, report)).toEqual({ cpus: 8, memoryBytes: 16_000_000, systemCpuNs: 5_000_000_000 });
    expect(await measureHost(files, undefined)).toEqual({});
    expect((await measuringNotes(files))[0]).toContain("/proc");
    expect(await measuringNotes(filesOf({ "/proc/stat": "cpu 1" }))).toEqual([]);
  });
});

test("lines of a program that are no message are left alone", () => {
  expect(parseMessage('{"ready":{"port":80}}')).toEqual({ ready: { port: 80 } });
  expect(parseMessage(JSON.stringify({ report }))).toEqual({ report });
  expect(parseMessage("hello")).toBeUndefined();
  expect(parseMessage('{"report":{}}')).toBeUndefined();
});

test("counters of runs add up; memory is the present run's", async () => {
  const files = filesOf({ "/proc/42/stat": stat, "/proc/42/status": status, "/proc/42/io": io });
  const usage = await measureProcess(files, 42, report);
  if (usage === undefined) throw new Error("nothing measured");
  const sum = withCounters(usage, usage);
  expect(sum.cpuNs).toBe(2 * usage.cpuNs);
  expect(sum.disk).toEqual({ readBytes: 8_192, writeBytes: 16_384 });
  expect(sum.traffic?.txBytes).toBe(6_000);
  expect(sum.memory).toEqual(usage.memory);
  expect(sinceCounters(sum, usage)).toEqual(usage);
  expect(withCounters(usage, undefined)).toBe(usage);
});
