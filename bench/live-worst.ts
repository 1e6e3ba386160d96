import { metricIds } from "../src/catalogue/catalogue.ts";
import { isDrawn } from "../src/catalogue/drawn.ts";
import { containerResource } from "../src/model/resource.ts";
import type { Entry } from "../src/model/snapshot.ts";
import { openRing } from "../src/pipeline/live/ring.ts";
import type { Sight } from "../src/ports/live-feed.ts";
import { event } from "../src/web/api/event-text.ts";
import { openLiveTable } from "../src/web/api/live-table.ts";
import { cpuMs } from "./cpu.ts";
import { intervalMs, startMs } from "./scenario.ts";

/** What remembering and telling cost when every metric is there and every figure changes. */
export interface WorstCost {
  readonly series: number;
  readonly historyBytes: number;
  readonly historyKeptMs: number;
  readonly deltaBytes: number;
  readonly deltaMs: number;
}

const drawn = metricIds.filter((id) => id.startsWith("container.") && isDrawn(id));

const entriesAt = (tick: number, containers: number): readonly Entry[] =>
  Array.from({ length: containers }, (_, place) => {
    const value = 1 + Math.abs(Math.sin(tick * 1.7 + place)) * 1e6;
    return {
      resource: containerResource({ id: `container-${place}`, name: `c${place}`, image: "example.com/app:1" }),
      points: drawn.map((metric) => ({ metric, value, perSecond: value, attributes: {}, atMs: startMs })),
    };
  });

const sightAt = (tick: number, entries: readonly Entry[]): Sight => ({
  snapshot: { takenAtMs: startMs + tick * 1000, form: "daemon", entries, inputs: [] },
  former: [],
  happenings: [],
  fresh: [],
  pace: { intervalMs: 1000, sourceRefreshMs: 1000 },
});

const ticks = 100;

export const measureWorst = (containers: number): WorstCost => {
  const ring = openRing({ stepMs: intervalMs, keepMs: 15 * 60_000, bytesAtMost: 16 * 1024 * 1024 });
  const table = openLiveTable(sightAt(0, entriesAt(0, containers)), { agent: "bench", troubles: () => [] });
  let deltaBytes = 0;
  let deltaMs = 0;
  for (let tick = 1; tick <= ticks; tick += 1) {
    const entries = entriesAt(tick, containers);
    ring.put(entries, startMs + tick * intervalMs);
    const before = cpuMs();
    deltaBytes += event("delta", table.update(sightAt(tick, entries)), `bench-${tick}`).length;
    deltaMs += cpuMs() - before;
  }
  const { bytes, keptMs } = ring.extent();
  return {
    series: containers * drawn.length,
    historyBytes: bytes,
    historyKeptMs: keptMs,
    deltaBytes: deltaBytes / ticks,
    deltaMs: deltaMs / ticks,
  };
};
