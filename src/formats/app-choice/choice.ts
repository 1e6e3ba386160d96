import type { AppFamily, AppHistogram, AppSummary, AppValue } from "../../model/app-family.ts";
import type { Entry } from "../../model/snapshot.ts";
import { matches } from "../../model/wildcard.ts";
import type { AppChoice } from "../../ports/app-choice.ts";

export interface ChosenApps {
  readonly entries: readonly Entry[];
  /** Series that were chosen and are beyond the number. */
  readonly leftOut: number;
}

const hasSamples = ({ samples }: AppFamily): boolean => samples.length > 0;

const seriesIn = (sample: AppValue | AppHistogram | AppSummary): number => {
  if ("buckets" in sample) return sample.buckets.length + 3;
  return "quantiles" in sample ? sample.quantiles.length + 2 : 1;
};

const isChosen = (patterns: readonly string[], { name, kind }: AppFamily): boolean =>
  patterns.some((pattern) => matches(pattern, name) || (kind === "counter" && matches(pattern, `${name}_total`)));

interface Room {
  left: number;
  leftOut: number;
}

/** Never a part of a histogram: half of its buckets would be a false one. */
const within = <Sample extends AppValue | AppHistogram | AppSummary>(
  samples: readonly Sample[],
  room: Room,
): readonly Sample[] =>
  samples.filter((sample) => {
    const series = seriesIn(sample);
    const fitting = series <= room.left;
    if (fitting) room.left -= series;
    else room.leftOut += series;
    return fitting;
  });

const limited = (family: AppFamily, room: Room): AppFamily => {
  if (family.kind === "histogram") return { ...family, samples: within(family.samples, room) };
  if (family.kind === "summary") return { ...family, samples: within(family.samples, room) };
  return { ...family, samples: within(family.samples, room) };
};

/** The entries with only those metrics of apps that are chosen. In order: what comes first has the room. */
export const chooseApps = ({ metrics, maxSeries }: AppChoice, entries: readonly Entry[]): ChosenApps => {
  if (entries.every(({ families }) => families === undefined)) return { entries, leftOut: 0 };
  const room: Room = { left: maxSeries, leftOut: 0 };
  const chosen = entries.map((entry): Entry => {
    const { families, ...rest } = entry;
    if (families === undefined) return entry;
    const kept = families
      .filter((family) => isChosen(metrics, family))
      .map((family) => limited(family, room))
      .filter(hasSamples);
    return kept.length === 0 ? rest : { ...rest, families: kept };
  });
  return { entries: chosen, leftOut: room.leftOut };
};
