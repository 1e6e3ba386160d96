import { type Fields, fieldsOf } from "../json-fields.ts";

/** Bytes, unless the name says otherwise. Undefined: the source does not tell. */
export interface MemoryStats {
  /** By the keys of this very sample: one host may serve both. Unknown when there are none. */
  readonly cgroup: "v1" | "v2" | "windows" | "unknown";
  /** All caches included. */
  readonly usage: number | undefined;
  /** What the kernel cannot drop at once: usage less inactive file pages, as docker stats and Kubernetes show it. */
  readonly workingSet: number | undefined;
  /** As CloudWatch counts: usage less the page cache on cgroup v1, less inactive file pages on v2. */
  readonly insights: number | undefined;
  readonly cache: number | undefined;
  readonly rss: number | undefined;
  readonly mappedFile: number | undefined;
  readonly activeAnon: number | undefined;
  readonly activeFile: number | undefined;
  readonly inactiveFile: number | undefined;
  readonly swap: number | undefined;
  readonly maxUsage: number | undefined;
  /** memory_stats.limit without sentinels. Docker gives the machine's memory here when there is no limit. */
  readonly limit: number | undefined;
  /** cgroup v1: the nearest limit above the container, on Fargate the task's. */
  readonly hierarchicalLimit: number | undefined;
  /** The same for memory and swap together. */
  readonly hierarchicalSwapLimit: number | undefined;
  /** Count: the limit was hit (v1), out of memory (v2). */
  readonly failures: number | undefined;
  /** Count of processes that the kernel killed for lack of memory. Only the cgroup's own files tell it. */
  readonly oomKills: number | undefined;
  /** Counts. */
  readonly minorFaults: number | undefined;
  readonly majorFaults: number | undefined;
  /** cgroup v1: pages charged and no longer charged. */
  readonly pagesIn: number | undefined;
  readonly pagesOut: number | undefined;
}

/** The cgroup's memory.stat, wherever it was read. */
type MemoryDetail = Pick<Fields, "has" | "amount" | "limit">;

/** What a source says of memory, in its own words. */
export interface MemoryReadings {
  readonly detail: MemoryDetail;
  readonly usage: number | undefined;
  readonly maxUsage: number | undefined;
  readonly limit: number | undefined;
  readonly failures: number | undefined;
  readonly oomKills?: number | undefined;
  /** Where memory.stat does not have it: version 2. */
  readonly swap?: number | undefined;
  /** Windows, which has no cgroups. */
  readonly windows?: { readonly privateWorkingSet: number | undefined };
}

const versionOf = ({ detail, windows }: MemoryReadings): MemoryStats["cgroup"] => {
  if (detail.has("anon") || detail.has("file")) return "v2";
  if (detail.has("cache") || detail.has("rss") || detail.has("total_inactive_file")) return "v1";
  return windows === undefined ? "unknown" : "windows";
};

const less = (usage: number | undefined, part: number | undefined): number | undefined =>
  usage === undefined || part === undefined ? undefined : Math.max(0, usage - part);

interface Details {
  readonly activeAnon: number | undefined;
  readonly activeFile: number | undefined;
  readonly inactiveFile: number | undefined;
  readonly cache: number | undefined;
  readonly rss: number | undefined;
  readonly mappedFile: number | undefined;
  readonly swap: number | undefined;
  /** What CloudWatch takes off. */
  readonly reclaimable: number | undefined;
  readonly faults: number | undefined;
  readonly majorFaults: number | undefined;
  readonly pagesIn: number | undefined;
  readonly pagesOut: number | undefined;
}

/** `total_x` counts child cgroups too, as the usage does; sources that trim may have only one of the two. */
const detailsV1 = (detail: MemoryDetail): Details => {
  const of = (key: string): number | undefined => detail.amount(`total_${key}`) ?? detail.amount(key);
  return {
    activeAnon: of("active_anon"),
    activeFile: of("active_file"),
    inactiveFile: of("inactive_file"),
    cache: of("cache"),
    rss: of("rss"),
    mappedFile: of("mapped_file"),
    swap: of("swap"),
    reclaimable: detail.amount("cache") ?? detail.amount("total_cache"),
    faults: of("pgfault"),
    majorFaults: of("pgmajfault"),
    pagesIn: of("pgpgin"),
    pagesOut: of("pgpgout"),
  };
};

const detailsV2 = (detail: MemoryDetail): Details => {
  const inactiveFile = detail.amount("inactive_file");
  return {
    activeAnon: detail.amount("active_anon"),
    activeFile: detail.amount("active_file"),
    inactiveFile,
    cache: detail.amount("file"),
    rss: detail.amount("anon"),
    mappedFile: detail.amount("file_mapped"),
    swap: undefined,
    reclaimable: inactiveFile,
    faults: detail.amount("pgfault"),
    majorFaults: detail.amount("pgmajfault"),
    pagesIn: undefined,
    pagesOut: undefined,
  };
};

const minorFaults = ({ faults, majorFaults }: Details): number | undefined =>
  faults === undefined || majorFaults === undefined || majorFaults > faults ? undefined : faults - majorFaults;

const noDetails = detailsV2(fieldsOf({}));

export const memoryStats = (readings: MemoryReadings): MemoryStats => {
  const { detail, usage, maxUsage, limit, failures, oomKills, swap, windows } = readings;
  const cgroup = versionOf(readings);
  const details = cgroup === "v1" ? detailsV1(detail) : cgroup === "v2" ? detailsV2(detail) : noDetails;
  return {
    cgroup,
    usage,
    workingSet: cgroup === "windows" ? (windows?.privateWorkingSet ?? usage) : less(usage, details.inactiveFile),
    insights: less(usage, details.reclaimable),
    cache: details.cache,
    rss: details.rss,
    mappedFile: details.mappedFile,
    activeAnon: details.activeAnon,
    activeFile: details.activeFile,
    inactiveFile: details.inactiveFile,
    swap: details.swap ?? swap,
    maxUsage,
    limit,
    hierarchicalLimit: detail.limit("hierarchical_memory_limit"),
    hierarchicalSwapLimit: detail.limit("hierarchical_memsw_limit"),
    failures,
    oomKills,
    minorFaults: minorFaults(details),
    majorFaults: details.majorFaults,
    pagesIn: details.pagesIn,
    pagesOut: details.pagesOut,
  };
};

export const parseMemory = (stats: Fields): MemoryStats => {
  const memory = stats.object("memory_stats");
  const isWindows = memory.has("privateworkingset") || memory.has("commitbytes");
  const privateWorkingSet = memory.amount("privateworkingset");
  return memoryStats({
    detail: memory.object("stats"),
    usage: memory.amount("usage"),
    maxUsage: memory.amount("max_usage"),
    limit: memory.limit("limit"),
    failures: memory.amount("failcnt"),
    ...(isWindows ? { windows: { privateWorkingSet } } : {}),
  });
};
