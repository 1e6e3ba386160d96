import type {
  AppFamily,
  AppGrowth,
  AppHistogram,
  AppHistogramFamily,
  AppSummary,
  AppSummaryFamily,
  AppValue,
  AppValueFamily,
} from "../model/app-family.ts";
import { pointKey } from "../model/point.ts";
import { openComparing, type Seen } from "./comparing.ts";
import { firstReading, nextOwnReading, type Reading } from "./counter-reading.ts";
import { type DistributionReading, firstDistribution, nextDistribution } from "./distribution-growth.ts";
import { type Memory, openMemory } from "./memory.ts";
import type { Reception } from "./reception.ts";

/** What is remembered of one series; of a value or of a distribution. */
interface Series {
  seen?: Seen;
  value?: Reading;
  perSecond?: number | undefined;
  distribution?: DistributionReading | undefined;
  growth?: AppGrowth | undefined;
}

/** Changes of apps' own counters, histograms and summaries, by the rules of `rates.ts`. */
export interface FamilyRates {
  /** Begins a collection. */
  begin(reception: Reception): void;
  /**
   * The families of a target with `perSecond` and `growth` where they can be told. A series that an app stops giving is
   * forgotten after a while, so that one that names a new series at each request costs no more than its limits.
   */
  of(resourceKey: string, families: readonly AppFamily[]): readonly AppFamily[];
}

export const openFamilyRates = (): FamilyRates => {
  const targets = openMemory(() => openMemory((): Series => ({})));
  const comparing = openComparing();
  let elapsedMs = 0;

  const withRate = (series: Series, sample: AppValue): AppValue => {
    const { value: before, seen: seenBefore } = series;
    if (before?.atMs !== sample.atMs) {
      const seen = comparing.seen(sample.atMs);
      const step = before === undefined ? undefined : nextOwnReading(before, sample);
      const told = step?.certain === true && seenBefore !== undefined && comparing.comparable(seenBefore, seen);
      series.perSecond = told ? (step.grown / (seen.atMs - seenBefore.atMs)) * 1000 : undefined;
      series.value = step?.reading ?? firstReading(sample);
      series.seen = seen;
    }
    return series.perSecond === undefined ? sample : { ...sample, perSecond: series.perSecond };
  };

  const withGrowth = <Sample extends AppHistogram | AppSummary>(series: Series, sample: Sample): Sample => {
    const { distribution: before, seen: seenBefore } = series;
    if (before?.atMs !== sample.atMs) {
      const seen = comparing.seen(sample.atMs);
      const step = before === undefined ? undefined : nextDistribution(before, sample);
      const told = step !== undefined && seenBefore !== undefined && comparing.comparable(seenBefore, seen);
      series.growth = told ? step.growth : undefined;
      series.distribution = step?.reading ?? firstDistribution(sample);
      series.seen = seen;
    }
    return series.growth === undefined ? sample : { ...sample, growth: series.growth };
  };

  const seriesOf = (
    memory: Memory<Series>,
    { kind, name }: AppFamily,
    sample: { labels: AppValue["labels"] },
  ): Series => memory.of(pointKey(`${kind} ${name}`, sample.labels));

  const counter = (family: AppValueFamily, memory: Memory<Series>): AppValueFamily => ({
    ...family,
    samples: family.samples.map((sample) => withRate(seriesOf(memory, family, sample), sample)),
  });
  const histogram = (family: AppHistogramFamily, memory: Memory<Series>): AppHistogramFamily => ({
    ...family,
    samples: family.samples.map((sample) => withGrowth(seriesOf(memory, family, sample), sample)),
  });
  const summary = (family: AppSummaryFamily, memory: Memory<Series>): AppSummaryFamily => ({
    ...family,
    samples: family.samples.map((sample) => withGrowth(seriesOf(memory, family, sample), sample)),
  });

  return {
    begin: (reception) => {
      targets.begin(reception.elapsedMs);
      comparing.begin(reception);
      ({ elapsedMs } = reception);
    },
    of: (resourceKey, families) => {
      const memory = targets.of(resourceKey);
      memory.begin(elapsedMs);
      return families.map((family) => {
        if (family.kind === "counter") return counter(family, memory);
        if (family.kind === "histogram") return histogram(family, memory);
        return family.kind === "summary" ? summary(family, memory) : family;
      });
    },
  };
};
