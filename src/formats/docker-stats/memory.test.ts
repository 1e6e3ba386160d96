import { describe, expect, it } from "vitest";
import { fieldsOf } from "../json-fields.ts";
import { parseMemory } from "./memory.ts";

const parse = (memory_stats: unknown) => parseMemory(fieldsOf({ memory_stats }));

const v1 = {
  usage: 1000,
  max_usage: 1200,
  limit: 2 ** 63 - 4096,
  failcnt: 4,
  stats: {
    cache: 390,
    rss: 590,
    mapped_file: 90,
    active_anon: 490,
    active_file: 90,
    inactive_file: 290,
    total_active_anon: 500,
    total_active_file: 95,
    total_cache: 400,
    total_rss: 600,
    total_mapped_file: 100,
    total_inactive_file: 300,
    total_swap: 50,
    pgfault: 80,
    pgmajfault: 5,
    total_pgfault: 100,
    total_pgmajfault: 10,
    pgpgin: 70,
    pgpgout: 30,
    total_pgpgin: 75,
    total_pgpgout: 35,
    hierarchical_memory_limit: 536_870_912,
    hierarchical_memsw_limit: 805_306_368,
  },
};

const v2 = {
  usage: 1000,
  limit: 2_000,
  stats: {
    anon: 600,
    file: 400,
    file_mapped: 100,
    active_anon: 500,
    active_file: 95,
    inactive_file: 300,
    pgfault: 100,
    pgmajfault: 10,
  },
};

describe("memory of a sample", () => {
  it("is told by the keys of cgroup v1, child groups included", () => {
    expect(parse(v1)).toEqual({
      cgroup: "v1",
      usage: 1000,
      workingSet: 700,
      insights: 610,
      cache: 400,
      rss: 600,
      mappedFile: 100,
      activeAnon: 500,
      activeFile: 95,
      inactiveFile: 300,
      swap: 50,
      maxUsage: 1200,
      limit: undefined,
      hierarchicalLimit: 536_870_912,
      hierarchicalSwapLimit: 805_306_368,
      failures: 4,
      minorFaults: 90,
      majorFaults: 10,
      pagesIn: 75,
      pagesOut: 35,
    });
  });

  it("is told by the keys of cgroup v2", () => {
    expect(parse(v2)).toEqual({
      cgroup: "v2",
      usage: 1000,
      workingSet: 700,
      insights: 700,
      cache: 400,
      rss: 600,
      mappedFile: 100,
      activeAnon: 500,
      activeFile: 95,
      inactiveFile: 300,
      swap: undefined,
      maxUsage: undefined,
      limit: 2000,
      hierarchicalLimit: undefined,
      hierarchicalSwapLimit: undefined,
      failures: undefined,
      minorFaults: 90,
      majorFaults: 10,
      pagesIn: undefined,
      pagesOut: undefined,
    });
  });

  it("falls back to the own group where v1 was trimmed", () => {
    const memory = parse({ usage: 1000, stats: { cache: 390, rss: 590, inactive_file: 290 } });
    expect(memory).toMatchObject({ cgroup: "v1", workingSet: 710, insights: 610, cache: 390, rss: 590 });
  });

  it("is never below zero, since the parts are read one after the other", () => {
    expect(parse({ usage: 100, stats: { anon: 1, file: 1, inactive_file: 300 } })).toMatchObject({
      workingSet: 0,
      insights: 0,
    });
  });

  it("does not guess a working set where the details are missing", () => {
    expect(parse({ usage: 1000 })).toMatchObject({ cgroup: "unknown", usage: 1000, workingSet: undefined });
    expect(parse({ usage: 1000, stats: "None" }).workingSet).toBeUndefined();
    expect(parse({ usage: 1000, stats: { anon: 600 } }).workingSet).toBeUndefined();
    expect(parse({ stats: v2.stats }).workingSet).toBeUndefined();
  });

  it("does not tell minor faults when there are more major ones than faults", () => {
    expect(parse({ stats: { anon: 1, pgfault: 3, pgmajfault: 5 } })).toMatchObject({
      minorFaults: undefined,
      majorFaults: 5,
    });
  });

  it.each([2 ** 63 - 4096, 2 ** 63 - 1, 2 ** 64, 2 ** 53])("takes %d for no limit", (limit) => {
    const memory = parse({
      ...v2,
      limit,
      stats: { ...v1.stats, hierarchical_memory_limit: limit, hierarchical_memsw_limit: limit },
    });
    expect(memory).toMatchObject({ limit: undefined, hierarchicalLimit: undefined, hierarchicalSwapLimit: undefined });
  });

  it("is the private working set on Windows, else the usage", () => {
    expect(parse({ commitbytes: 900, commitpeakbytes: 950, privateworkingset: 500 })).toMatchObject({
      cgroup: "windows",
      usage: undefined,
      workingSet: 500,
      insights: undefined,
    });
    expect(parse({ usage: 700, max_usage: 800, commitbytes: 0 })).toMatchObject({ workingSet: 700, maxUsage: 800 });
  });
});
