import type { AppValue, AppValueFamily } from "../model/app-family.ts";
import type { Tally } from "./app-reading.ts";
import type { Fields } from "./json-fields.ts";

interface GoFigure {
  readonly name: string;
  readonly kind: "counter" | "gauge";
  readonly unit?: string;
  readonly help: string;
}

const count = (name: string, help: string): GoFigure => ({ name, kind: "counter", help });
const gauge = (name: string, help: string): GoFigure => ({ name, kind: "gauge", help });
const bytes = (name: string, help: string): GoFigure => ({ name, kind: "gauge", unit: "bytes", help });

/** What a Go program tells of its runtime, under the names that Prometheus' client for Go gives it, where it has one. */
export const goFigures = {
  goroutines: gauge("go_goroutines", "Goroutines that exist."),
  gomaxprocs: gauge("go_sched_gomaxprocs_threads", "GOMAXPROCS: threads that run Go code at one time."),
  cpus: gauge("go_stats_cpus", "CPUs that the process can use."),
  cgoCalls: count("go_cgo_go_to_c_calls_calls", "Calls from Go to C."),
  alloc: bytes("go_memstats_alloc_bytes", "Memory of objects on the heap, those included that are not swept yet."),
  totalAlloc: { ...bytes("go_memstats_alloc_bytes", "Memory ever given to objects on the heap."), kind: "counter" },
  sys: bytes("go_memstats_sys_bytes", "Memory had from the system."),
  lookups: count("go_memstats_lookups", "Pointer look-ups."),
  mallocs: count("go_memstats_mallocs", "Objects ever put on the heap."),
  frees: count("go_memstats_frees", "Objects ever freed."),
  stack: bytes("go_memstats_stack_inuse_bytes", "Memory of stacks in use."),
  heapAlloc: bytes("go_memstats_heap_alloc_bytes", "Memory of objects on the heap."),
  heapSys: bytes("go_memstats_heap_sys_bytes", "Memory of the heap, had from the system."),
  heapIdle: bytes("go_memstats_heap_idle_bytes", "Memory of the heap that waits to be used."),
  heapInuse: bytes("go_memstats_heap_inuse_bytes", "Memory of the heap in use."),
  heapReleased: bytes("go_memstats_heap_released_bytes", "Memory of the heap given back to the system."),
  heapObjects: gauge("go_memstats_heap_objects", "Objects on the heap."),
  nextGc: bytes("go_memstats_next_gc_bytes", "Size of the heap at which it is collected next."),
  lastGc: {
    ...gauge("go_memstats_last_gc_time_seconds", "When the heap was collected last, since 1970."),
    unit: "seconds",
  },
  gcCycles: count("go_gc_cycles", "Collections of the heap that have ended."),
  gcPause: {
    ...count("go_gc_pause_seconds", "How long collections of the heap have stopped the program."),
    unit: "seconds",
  },
  gcCpuFraction: gauge("go_memstats_gc_cpu_fraction", "Share of CPU time that went into collections of the heap."),
  /** Since whoever asked before us: the handler keeps one sample for all who ask. */
  gcPerSecond: gauge("go_stats_gc_per_second", "Collections of the heap a second, since anybody asked before."),
  gcPausePerSecond: gauge("go_stats_gc_pause_per_second", "Milliseconds of pauses since anybody asked before."),
} as const satisfies Readonly<Record<string, GoFigure>>;

export type GoFigureId = keyof typeof goFigures;

/** Where an answer has a figure: its key, and what makes seconds of it. */
export type GoKeys = readonly (readonly [key: string, figure: GoFigureId, factor?: number])[];

export const readGoFigures = (fields: Fields, keys: GoKeys, tally: Tally, atMs: number): readonly AppValueFamily[] =>
  keys.flatMap(([key, id, factor = 1]): AppValueFamily[] => {
    if (!fields.has(key)) return [];
    const told = fields.number(key);
    // None of these can be below zero.
    if (told === undefined || told < 0) {
      tally.drop(told === undefined ? "malformed" : "impossible");
      return [];
    }
    // It has not been collected yet.
    if (id === "lastGc" && told === 0) return [];
    tally.samples += 1;
    const sample: AppValue = { labels: {}, value: told * factor, atMs };
    return [{ ...goFigures[id], samples: [sample] }];
  });
