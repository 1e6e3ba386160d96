import type { AppValueFamily } from "../../model/app-family.ts";
import { type Reading, Tally } from "../app-reading.ts";
import { type GoKeys, readGoFigures } from "../go-runtime.ts";
import { parseJsonAnswer } from "../json-answer.ts";
import { type Fields, fieldsOf } from "../json-fields.ts";

const keys: GoKeys = [
  ["cpu_num", "cpus"],
  ["goroutine_num", "goroutines"],
  ["gomaxprocs", "gomaxprocs"],
  ["cgo_call_num", "cgoCalls"],
  ["memory_alloc", "alloc"],
  ["memory_total_alloc", "totalAlloc"],
  ["memory_sys", "sys"],
  ["memory_lookups", "lookups"],
  ["memory_mallocs", "mallocs"],
  ["memory_frees", "frees"],
  ["memory_stack", "stack"],
  ["heap_alloc", "heapAlloc"],
  ["heap_sys", "heapSys"],
  ["heap_idle", "heapIdle"],
  ["heap_inuse", "heapInuse"],
  ["heap_released", "heapReleased"],
  ["heap_objects", "heapObjects"],
  ["gc_next", "nextGc"],
  ["gc_last", "lastGc", 1e-9],
  ["gc_num", "gcCycles"],
  ["gc_per_second", "gcPerSecond"],
  ["gc_pause_per_second", "gcPausePerSecond"],
];

/** A handler behind a cache may answer late; a clock that is further off is not believed. */
const believedMs = 600_000;

const timeOf = (fields: Fields, nowMs: number): number => {
  const atMs = (fields.number("time") ?? 0) / 1e6;
  return Math.abs(atMs - nowMs) <= believedMs ? atMs : nowMs;
};

const infoOf = (fields: Fields, atMs: number): AppValueFamily[] => {
  const version = fields.text("go_version");
  if (version === undefined || version.length > 100) return [];
  const labels: Record<string, string> = { version };
  for (const [label, key] of [
    ["goos", "go_os"],
    ["goarch", "go_arch"],
  ] as const) {
    const told = fields.text(key);
    if (told !== undefined && told.length <= 100) labels[label] = told;
  }
  return [{ name: "go", kind: "info", help: "The version of Go.", samples: [{ labels, value: 1, atMs }] }];
};

/**
 * An answer of golang-stats-api-handler (`/stats`, `/api/stats`), with the names of `go-runtime.ts`. The pauses it lists are
 * left out: they are those since anybody asked before, so that no two readers see them all. Never throws.
 */
export const readGoStats = (body: string, options: { readonly nowMs: number }): Reading => {
  const tally = new Tally();
  const answer = parseJsonAnswer(body, tally);
  if (answer === undefined) return tally.reading([]);
  const fields = fieldsOf(answer);
  if (!fields.has("goroutine_num") || !fields.has("gc_num")) {
    tally.trouble = { line: 0, what: "JSON, but no golang-stats-api-handler: it has no goroutine_num or no gc_num" };
    return tally.reading([]);
  }
  const atMs = timeOf(fields, options.nowMs);
  const families = readGoFigures(fields, keys, tally, atMs);
  const info = infoOf(fields, atMs);
  tally.samples += info.length;
  return tally.reading([...families, ...info]);
};
