import { describe, expect, it } from "vitest";
import { fieldsOf } from "../json-fields.ts";
import { parseCpu } from "./cpu.ts";

const readMs = Date.UTC(2026, 0, 1, 12, 0, 10);
const preread = "2026-01-01T12:00:00Z";

const parse = (raw: unknown) => parseCpu(fieldsOf(raw), readMs);

describe("CPU time of a sample", () => {
  it("is nanoseconds on Linux", () => {
    const cpu = parse({
      preread,
      cpu_stats: {
        cpu_usage: { total_usage: 3_500_000_000, usage_in_usermode: 2_000_000_000, usage_in_kernelmode: 1_500_000_000 },
        system_cpu_usage: 9e12,
        online_cpus: 4,
        throttling_data: { periods: 10, throttled_periods: 3, throttled_time: 250_000_000 },
      },
      precpu_stats: { cpu_usage: { total_usage: 3_000_000_000 } },
    });
    expect(cpu).toEqual({
      totalSeconds: 3.5,
      userSeconds: 2,
      kernelSeconds: 1.5,
      prior: { value: 3, atMs: readMs - 10_000 },
      onlineCpus: 4,
      throttling: { periods: 10, throttledPeriods: 3, throttledSeconds: 0.25 },
    });
  });

  it.each([{}, { cpu_stats: "None" }, { cpu_stats: { cpu_usage: {} } }, { cpu_stats: { cpu_usage: null } }])(
    "is no sample with %j",
    (raw) => {
      expect(parse(raw)).toBeUndefined();
    },
  );

  it.each(["5", -5, 2 ** 64, null])("has no total of %j, and may have the rest", (total_usage) => {
    const cpu = parse({
      preread,
      cpu_stats: { cpu_usage: { total_usage, usage_in_usermode: 1e9 }, online_cpus: 2 },
      precpu_stats: { cpu_usage: { total_usage: 4e9 } },
    });
    expect(cpu).toMatchObject({ totalSeconds: undefined, userSeconds: 1, prior: undefined, onlineCpus: 2 });
  });

  const now = { cpu_usage: { total_usage: 5e9 } };
  it.each([
    ["the year 1 before it", "0001-01-01T00:00:00Z", { cpu_usage: { total_usage: 4e9 } }],
    ["no time before it", undefined, { cpu_usage: { total_usage: 4e9 } }],
    ["zeros before it, as a first sample has", preread, { cpu_usage: { total_usage: 0 } }],
    ["nothing before it, as early Fargate 1.4 had", preread, {}],
    ["more before it than now", preread, { cpu_usage: { total_usage: 6e9 } }],
    ["the same time before it", "2026-01-01T12:00:10Z", { cpu_usage: { total_usage: 4e9 } }],
  ])("has no prior sample with %s", (_what, before, precpu) => {
    expect(parse({ preread: before, cpu_stats: now, precpu_stats: precpu })?.prior).toBeUndefined();
  });

  it("never counts CPUs by percpu_usage, which may be padded with zeros", () => {
    const percpu_usage = [1e9, 2e9, ...Array(13).fill(0)];
    const padded = { cpu_usage: { total_usage: 3e9, percpu_usage } };
    expect(parse({ cpu_stats: { ...padded, online_cpus: 2 } })?.onlineCpus).toBe(2);
    expect(parse({ cpu_stats: padded })?.onlineCpus).toBeUndefined();
  });
});

describe("CPU time on Windows, whose unit nobody tells", () => {
  /** A tenth of a core for 10 s is 1 s: 10,000,000 units of 100 ns. */
  const sample = (units: number, before: number, processors: number) => ({
    preread,
    num_procs: processors,
    cpu_stats: { cpu_usage: { total_usage: units, usage_in_usermode: units, usage_in_kernelmode: 0 } },
    precpu_stats: { cpu_usage: { total_usage: before } },
  });

  it("is 100 ns where Docker says how many processors there are", () => {
    const cpu = parse(sample(50_000_000, 40_000_000, 4));
    expect(cpu).toMatchObject({ totalSeconds: 5, userSeconds: 5, onlineCpus: 4 });
    expect(cpu?.prior?.value).toBe(4);
  });

  it("is nanoseconds on Fargate, which says 0 processors", () => {
    const cpu = parse(sample(5_000_000_000, 4_000_000_000, 0));
    expect(cpu).toMatchObject({ totalSeconds: 5, onlineCpus: undefined });
  });

  it("is nanoseconds when 100 ns would mean more than twice the processors", () => {
    // 1 s of CPU in 10 s is 1e9 ns; read as 100 ns that would be 10 cores of 4.
    expect(parse(sample(5_000_000_000, 4_000_000_000, 4))?.totalSeconds).toBe(5);
  });

  it("is 100 ns on a first sample with processors", () => {
    expect(parse({ ...sample(50_000_000, 0, 4), preread: "0001-01-01T00:00:00Z" })?.totalSeconds).toBe(5);
  });

  it("is nanoseconds on Linux even if processors are named", () => {
    const linux = { num_procs: 4, cpu_stats: { cpu_usage: { total_usage: 5e9 }, online_cpus: 4, system_cpu_usage: 1 } };
    expect(parse(linux)?.totalSeconds).toBe(5);
  });
});
