import type { Reading, Sample } from "./figure.ts";
import { perMinute } from "./minutes.ts";

/** All samples of one name in a batch. */
interface Series {
  readonly reading: Reading;
  readonly samples: Sample[];
}

/** Gathers readings of one owner over the snapshots of a batch. */
export interface SeriesTable {
  /** Of two samples with one time the later stays; one older than what is there is left out. */
  add(readings: readonly Reading[]): void;
  /** One reading a minute and name. */
  told(): readonly Reading[];
}

export const openSeriesTable = (): SeriesTable => {
  const all = new Map<string, Series>();
  return {
    add: (readings) => {
      for (const reading of readings) {
        const { atMs, value } = reading;
        const series = all.get(reading.name) ?? { reading, samples: [] };
        all.set(reading.name, series);
        const last = series.samples.at(-1);
        if (last?.atMs === atMs) series.samples.pop();
        else if (last !== undefined && last.atMs > atMs) continue;
        series.samples.push({ atMs, value });
      }
    },
    told: () =>
      [...all.values()].flatMap(({ reading, samples }) =>
        perMinute(samples, reading.minute).map((sample) => ({ ...reading, ...sample })),
      ),
  };
};
