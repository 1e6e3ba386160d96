import { type Reading, Tally } from "../app-reading.ts";
import { type GoKeys, readGoFigures } from "../go-runtime.ts";
import { type JsonReadingOptions, parseJsonAnswer } from "../json-answer.ts";
import { fieldsOf } from "../json-fields.ts";
import { openNumbers } from "../json-numbers.ts";

/** Of runtime.MemStats; its 256 pauses and its sizes of objects are left out. */
const memStats: GoKeys = [
  ["Alloc", "alloc"],
  ["TotalAlloc", "totalAlloc"],
  ["Sys", "sys"],
  ["Lookups", "lookups"],
  ["Mallocs", "mallocs"],
  ["Frees", "frees"],
  ["StackInuse", "stack"],
  ["HeapAlloc", "heapAlloc"],
  ["HeapSys", "heapSys"],
  ["HeapIdle", "heapIdle"],
  ["HeapInuse", "heapInuse"],
  ["HeapReleased", "heapReleased"],
  ["HeapObjects", "heapObjects"],
  ["NextGC", "nextGc"],
  ["LastGC", "lastGc", 1e-9],
  ["NumGC", "gcCycles"],
  ["PauseTotalNs", "gcPause", 1e-9],
  ["GCCPUFraction", "gcCpuFraction"],
];

/**
 * An answer of Go's expvar (`/debug/vars`): the memory figures under the names of `go-runtime.ts`, every other number under
 * the keys that lead to it. The command line is not looked at: it may hold secrets. Never throws.
 */
export const readExpvar = (body: string, options: JsonReadingOptions): Reading => {
  const tally = new Tally();
  const answer = parseJsonAnswer(body, tally);
  if (answer === undefined) return tally.reading([]);
  const { keeps = () => true } = options;
  const known = readGoFigures(fieldsOf(answer).object("memstats"), memStats, tally, options.nowMs).filter(({ name }) =>
    keeps(name),
  );
  tally.samples = known.length;
  const numbers = openNumbers(tally, options);
  for (const [key, value] of Object.entries(answer)) {
    if (key !== "memstats" && key !== "cmdline") numbers.walk(value, key);
  }
  return tally.reading([...known, ...numbers.families]);
};
