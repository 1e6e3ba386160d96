import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, type MetricId } from "../../catalogue/catalogue.ts";
import type { ResourceRecorder, SampleTime } from "../../ports/recorder.ts";
import { recordContainerStats } from "./record.ts";
import { type ContainerStats, parseContainerStats } from "./stats.ts";

interface Recorded {
  readonly metric: MetricId;
  readonly value: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly time: SampleTime | undefined;
}

const record = (stats: ContainerStats, facts: { ownNetwork: boolean; ownCpuCap: boolean; sinceMs?: number }) => {
  const recorded: Recorded[] = [];
  const recorder: ResourceRecorder<"container"> = {
    record: (metric, value, ...rest) => {
      const [attributes, time] = rest;
      if (value !== undefined) recorded.push({ metric, value, attributes: { ...attributes }, time });
    },
  };
  recordContainerStats(recorder, stats, facts);
  return recorded;
};

const whole = {
  read: "2026-01-01T12:00:10.5Z",
  preread: "2026-01-01T12:00:00.5Z",
  pids_stats: { current: 9, limit: 2 ** 64 - 1 },
  blkio_stats: { io_service_bytes_recursive: [{ major: 259, minor: 0, op: "read", value: 4096 }] },
  cpu_stats: {
    cpu_usage: { total_usage: 2e9, usage_in_usermode: 15e8, usage_in_kernelmode: 5e8 },
    online_cpus: 2,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  },
  precpu_stats: { cpu_usage: { total_usage: 1e9 } },
  memory_stats: { usage: 100, stats: { anon: 60, file: 40, inactive_file: 30 } },
  networks: { eth0: { rx_bytes: 1, tx_bytes: 2 } },
};

const readMs = Date.UTC(2026, 0, 1, 12, 0, 10, 500);

describe("a sample", () => {
  it.each([
    undefined,
    null,
    {},
    "None",
    [],
    42,
    { read: "0001-01-01T00:00:00Z", cpu_stats: whole.cpu_stats },
    { read: "yesterday", cpu_stats: whole.cpu_stats },
    { cpu_stats: whole.cpu_stats },
    { read: whole.read, cpu_stats: {} },
    { read: whole.read },
  ])("is none with %j", (raw) => {
    expect(parseContainerStats(raw)).toBeUndefined();
  });

  it("survives when a part of it is of the wrong type", () => {
    for (const part of ["pids_stats", "blkio_stats", "memory_stats", "networks", "precpu_stats", "storage_stats"]) {
      for (const wrong of [null, "None", 7, [], [null], true]) {
        expect(parseContainerStats({ ...whole, [part]: wrong })?.cpu.totalSeconds).toBe(2);
      }
    }
  });

  it("names the numbers that cannot be", () => {
    const stats = parseContainerStats({
      ...whole,
      memory_stats: { usage: -1, stats: { anon: 2 ** 64, file: 1, inactive_file: 1 } },
      networks: { eth0: { rx_bytes: -5, tx_bytes: 2 } },
    });
    expect(stats?.impossible).toEqual(["memory_stats.usage", "memory_stats.stats.anon", "networks.eth0.rx_bytes"]);
    expect(stats?.memory).toMatchObject({ usage: undefined, workingSet: undefined, rss: undefined, cache: 1 });
  });
});

describe("recording a sample", () => {
  it("stamps everything with the sample's own time and the container's start", () => {
    const stats = parseContainerStats(whole);
    if (stats === undefined) throw new Error("this is a sample");
    const recorded = record(stats, { ownNetwork: false, ownCpuCap: false, sinceMs: 5 });
    expect(recorded.map(({ metric, value, attributes }) => [metric, value, ...Object.values(attributes)])).toEqual([
      ["container.cpu.time", 2],
      ["container.cpu.mode_time", 1.5, "user"],
      ["container.cpu.mode_time", 0.5, "kernel"],
      ["container.cpu.online", 2],
      ["container.memory.usage", 100],
      ["container.memory.working_set", 70],
      ["container.memory.insights", 70],
      ["container.memory.cache", 40],
      ["container.memory.rss", 60],
      ["container.memory.inactive_file", 30],
      ["container.disk.read", 4096],
      ["container.pids", 9],
    ]);
    for (const { metric, time } of recorded) {
      expect(time?.atMs).toBe(readMs);
      expect(time?.sinceMs, metric).toBe(catalogue[metric].kind === "counter" ? 5 : undefined);
    }
    expect(recorded[0]?.time?.prior).toEqual({ value: 1, atMs: readMs - 10_000 });
  });

  it("adds network and throttling only where they are the container's own", () => {
    const stats = parseContainerStats(whole);
    if (stats === undefined) throw new Error("this is a sample");
    const metrics = record(stats, { ownNetwork: true, ownCpuCap: true }).map(({ metric }) => metric);
    expect(metrics).toContain("container.network.receive");
    expect(metrics).toContain("container.network.transmit");
    expect(metrics).toContain("container.cpu.throttled_periods");
  });
});

/** Arbitrary JSON, and samples with arbitrary JSON in one place or another. */
const keys = [...Object.keys(whole), "cpu_stats", "num_procs", "storage_stats", "usage", "stats", "value", "op"];
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, "None", "", "0001-01-01T00:00:00Z", whole.read),
    fc.double(),
    fc.constantFrom(-1, 0, 2 ** 63, 2 ** 64, Number.NaN, Number.POSITIVE_INFINITY, -0),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom(...keys)), tie("value"), { maxKeys: 5 }),
  ),
})).value;

const leaves = (value: unknown): readonly unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];

const damaged = fc
  .tuple(fc.constantFrom(...Object.keys(whole)), json)
  .map(([key, value]) => ({ ...whole, [key]: value }));

describe("whatever comes", () => {
  it("nothing throws, and no impossible value is recorded", () => {
    fc.assert(
      fc.property(fc.oneof(json, damaged), (raw) => {
        const stats = parseContainerStats(raw);
        if (stats === undefined) return;
        for (const { metric, value } of record(stats, { ownNetwork: true, ownCpuCap: true })) {
          expect(value, metric).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(value), metric).toBe(true);
        }
        for (const leaf of leaves(stats)) expect(leaf).not.toBeNaN();
      }),
      { numRuns: 2000 },
    );
  });
});
