import type { AppValue, AppValueKind } from "../../model/app-family.ts";
import type { Tally } from "../app-reading.ts";
import { labelKey, labelsOf } from "./labels.ts";
import type { SampleLine } from "./sample-line.ts";
import type { Series } from "./series.ts";
import { believableMs } from "./time.ts";

/** Counters, gauges and what else is one value a series. */
export const valueSeries = (kind: AppValueKind, tally: Tally, nowMs: number): Series<AppValue> => {
  const byLabels = new Map<string, AppValue>();
  const created = new Map<string, number>();
  return {
    take: (line: SampleLine, part) => {
      const key = labelKey(line, undefined);
      if (key === undefined) return "malformed";
      if (!Number.isFinite(line.value)) return "not-finite";
      if (part === "created") {
        if (created.has(key)) return "repeated";
        const sinceMs = believableMs(line.value * 1000);
        if (sinceMs === undefined) return "impossible";
        created.set(key, sinceMs);
        return undefined;
      }
      if (kind === "counter" && line.value < 0) return "impossible";
      if (byLabels.has(key)) return "repeated";
      byLabels.set(key, { labels: labelsOf(line, undefined), value: line.value, atMs: line.atMs ?? nowMs });
      return undefined;
    },
    finish: () => {
      if (created.size === 0) return [...byLabels.values()];
      for (const key of created.keys()) if (!byLabels.has(key)) tally.takeBack("impossible", 1);
      return Array.from(byLabels, ([key, sample]) => {
        const sinceMs = created.get(key);
        return sinceMs === undefined ? sample : { ...sample, sinceMs };
      });
    },
  };
};
