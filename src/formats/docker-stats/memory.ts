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
  /** Counts. */
  readonly minorFaults: number | undefined;
  readonly majorFaults: number | undefined;
  /** cgroup v1: pages charged and no longer charged. */
  readonly pagesIn: number | undefined;
  readonly pagesOut: number | undefined;
}

const versionOf = (memory: Fields, detail: Fields): MemoryStats["cgroup"] => {
  if (detail.has("anon") || detail.has("file")) return "v2";
  if (detail.has("cache") || detail.has("rss") || detail.has("total_inactive_file")) return "v1";
  if (memory.has("privateworkingset") || memory.has("commitbytes")) return "windows";
  return "unknown";
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
const detailsV1 = (detail: Fields): Details => {
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

const detailsV2 = (detail: Fields): Details => {
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

export const parseMemory = (stats: Fields): MemoryStats => {
  const memory = stats.object("memory_stats");
  const detail = memory.object("stats");
  const cgroup = versionOf(memory, detail);
  const usage = memory.amount("usage");
  const details = cgroup === "v1" ? detailsV1(detail) : cgroup === "v2" ? detailsV2(detail) : noDetails;
  const privateWorkingSet = memory.amount("privateworkingset");
  return {
    cgroup,
    usage,
    workingSet: cgroup === "windows" ? (privateWorkingSet ?? usage) : less(usage, details.inactiveFile),
    insights: less(usage, details.reclaimable),
    cache: details.cache,
    rss: details.rss,
    mappedFile: details.mappedFile,
    activeAnon: details.activeAnon,
    activeFile: details.activeFile,
    inactiveFile: details.inactiveFile,
    swap: details.swap,
    maxUsage: memory.amount("max_usage"),
    limit: memory.limit("limit"),
    hierarchicalLimit: detail.limit("hierarchical_memory_limit"),
    hierarchicalSwapLimit: detail.limit("hierarchical_memsw_limit"),
    failures: memory.amount("failcnt"),
    minorFaults: minorFaults(details),
    majorFaults: details.majorFaults,
    pagesIn: details.pagesIn,
    pagesOut: details.pagesOut,
  };
};
