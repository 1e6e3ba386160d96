import { type GoFigureId, goFigures } from "../go-runtime.ts";

/** One metric of mackerel-plugin-gostats, and what it is made of. */
export interface GoStatsClassic {
  /** The graph: `custom.<prefix>.<group>`. */
  readonly group: "runtime" | "memory" | "operation" | "heap" | "gc";
  /** The metric in it: `custom.<prefix>.<group>.<field>`. */
  readonly field: string;
  /** The family in a reading of go-stats; its only sample has no labels. */
  readonly family: string;
  readonly kind: "counter" | "gauge";
  /**
   * `value`: as it is. `per-minute`: its change since the sample before, times 60 s, by the seconds between them; the plugin
   * makes a fall 0. Of a counter that is `perSecond * 60`; heap_released is a gauge, whose change the plugin takes too.
   */
  readonly as: "value" | "per-minute";
}

type Rows = readonly (readonly [field: string, figure: GoFigureId, as?: "per-minute"])[];

const groups: Readonly<Record<GoStatsClassic["group"], Rows>> = {
  runtime: [
    ["goroutine_num", "goroutines"],
    ["cgo_call_num", "cgoCalls", "per-minute"],
  ],
  memory: [
    ["memory_alloc", "alloc"],
    ["memory_sys", "sys"],
    ["memory_stack", "stack"],
  ],
  operation: [
    ["memory_lookups", "lookups", "per-minute"],
    ["memory_mallocs", "mallocs", "per-minute"],
    ["memory_frees", "frees", "per-minute"],
  ],
  heap: [
    ["heap_sys", "heapSys"],
    ["heap_idle", "heapIdle"],
    ["heap_inuse", "heapInuse"],
    ["heap_released", "heapReleased", "per-minute"],
  ],
  gc: [
    ["gc_num", "gcCycles", "per-minute"],
    ["gc_per_second", "gcPerSecond"],
    ["gc_pause_per_second", "gcPausePerSecond"],
  ],
};

const groupNames: readonly GoStatsClassic["group"][] = ["runtime", "memory", "operation", "heap", "gc"];

/** The 15 metrics of mackerel-plugin-gostats in its order, for those who have its graphs and monitors. */
export const goStatsClassic: readonly GoStatsClassic[] = groupNames.flatMap((group) =>
  groups[group].map(([field, figure, as]): GoStatsClassic => {
    const { name: family, kind } = goFigures[figure];
    return { group, field, family, kind, as: as ?? "value" };
  }),
);

/** Mackerel's unit of each graph. */
export const goStatsClassicUnits: Readonly<Record<GoStatsClassic["group"], "integer" | "bytes" | "float">> = {
  runtime: "integer",
  memory: "bytes",
  operation: "integer",
  heap: "bytes",
  gc: "float",
};
