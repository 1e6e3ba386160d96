import { expect, test } from "vitest";
import { bodyReaders } from "./read-body.ts";

const options = { nowMs: 1_772_000_000_000, maxSamples: 2 };

test.each([
  ["prometheus", "a 1\nb 2\nc 3\n", ["a", "b"]],
  ["go-stats", '{"goroutine_num":3,"gc_num":1}', ["go_goroutines", "go_gc_cycles"]],
  ["expvar", '{"memstats":{"Alloc":1},"jobs":{"done":2},"more":3}', ["go_memstats_alloc_bytes", "jobs.done"]],
  ["json", '{"queue":{"depth":1},"workers":[{"busy":2}],"more":3}', ["queue.depth", "workers.0.busy"]],
] as const)("%s", (kind, body, names) => {
  const reading = bodyReaders[kind]?.(body, undefined, options);
  expect(reading?.families.map(({ name }) => name)).toEqual(names);
});
