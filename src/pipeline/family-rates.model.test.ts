import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AppFamily, AppGrowth } from "../model/app-family.ts";
import { openFamilyRates } from "./family-rates.ts";
import { moment, startMs } from "./test/world.ts";

const intervalMs = 10_000;
const bounds = [1, 5, 25];
const otherBounds = [2, 5, 25];

/** What an app does between two collections. */
interface Tick {
  readonly restart: "no" | "told" | "untold";
  readonly relayout: boolean;
  readonly observed: readonly number[];
  /** The app's sample is the one before again. */
  readonly stalled: boolean;
  readonly ageMs: number;
}

const tick: fc.Arbitrary<Tick> = fc.record({
  restart: fc.constantFrom("no", "no", "no", "no", "told", "untold"),
  relayout: fc.constantFrom(false, false, false, false, false, true),
  observed: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
  stalled: fc.constantFrom(false, false, false, true),
  ageMs: fc.integer({ min: 0, max: 9000 }),
});

/** An app that remembers every observation. */
interface Truth {
  readonly lived: readonly number[];
  readonly sinceMs: number | undefined;
  readonly layout: readonly number[];
}

interface Sampled extends Truth {
  readonly tookMs: number;
  /** Observations that the app really had between the sample before and this one. */
  readonly gained: readonly number[];
  /** The app told all that explains the step to this sample. */
  readonly plain: boolean;
}

const within = (bound: number, observed: readonly number[]): number => observed.filter((one) => one <= bound).length;
const sumOf = (observed: readonly number[]): number => observed.reduce((sum, one) => sum + one, 0);

const familiesOf = ({ lived, sinceMs, layout, tookMs }: Sampled): readonly AppFamily[] => {
  const atMs = startMs + tookMs;
  const since = sinceMs === undefined ? {} : { sinceMs: startMs + sinceMs };
  const buckets = layout.map((upperBound) => ({ upperBound, count: within(upperBound, lived) }));
  const head = { labels: {}, atMs, ...since };
  return [
    { name: "c", kind: "counter", samples: [{ ...head, value: lived.length }] },
    { name: "h", kind: "histogram", samples: [{ ...head, buckets, count: lived.length, sum: sumOf(lived) }] },
    { name: "s", kind: "summary", samples: [{ ...head, quantiles: [], count: lived.length, sum: sumOf(lived) }] },
  ];
};

/** One after another, what the app's exposition would give. */
const history = (ticks: readonly Tick[]): readonly Sampled[] => {
  const samples: Sampled[] = [];
  let truth: Truth = { lived: [], sinceMs: undefined, layout: bounds };
  let unseen: number[] = [];
  let plain = false;
  for (const [number, { restart, relayout, observed, stalled, ageMs }] of ticks.entries()) {
    const tookMs = number * intervalMs - ageMs;
    const last = samples.at(-1);
    if (restart !== "no" && last !== undefined) {
      // Right after the last sample: nothing is lost that no sample can show, unless the app was not seen since.
      truth = { ...truth, lived: [], sinceMs: restart === "told" ? last.tookMs + 1 : undefined };
      plain = plain && restart === "told" && unseen.length === 0;
    }
    if (relayout) truth = { ...truth, layout: truth.layout === bounds ? otherBounds : bounds };
    truth = { ...truth, lived: [...truth.lived, ...observed] };
    unseen = [...unseen, ...observed];
    if (stalled && last !== undefined) {
      samples.push(last);
      continue;
    }
    samples.push({ ...truth, tookMs, gained: unseen, plain: plain && last !== undefined });
    unseen = [];
    plain = true;
  }
  return samples;
};

const growthOf = (family: AppFamily | undefined): AppGrowth | undefined => {
  const sample = family?.samples[0];
  return sample !== undefined && "growth" in sample ? sample.growth : undefined;
};

const rateOf = (family: AppFamily | undefined): number | undefined => {
  const sample = family?.samples[0];
  return sample !== undefined && "perSecond" in sample ? sample.perSecond : undefined;
};

const expectNeverMore = (told: AppGrowth, { gained, layout }: Sampled): void => {
  expect(told.count).toBeLessThanOrEqual(gained.length);
  expect(told.count).toBeGreaterThanOrEqual(0);
  expect(told.sum ?? 0).toBeLessThanOrEqual(sumOf(gained));
  for (const [place, grown] of (told.buckets ?? []).entries()) {
    expect(grown).toBeLessThanOrEqual(within(layout[place] ?? Number.NaN, gained));
  }
};

/** A reset that nobody told may still show in the sample after it. */
const isTold = (sample: Sampled, before: Sampled): boolean =>
  sample.plain && before.plain && sample.tookMs > before.tookMs;

const expectTrue = (families: readonly AppFamily[], sample: Sampled, before: Sampled): void => {
  const [counter, histogram, summary] = families;
  const { gained, layout } = sample;
  const overMs = sample.tookMs - before.tookMs;
  const perSecond = (gained.length / overMs) * 1000;
  for (const family of [histogram, summary]) {
    const told = growthOf(family);
    if (told !== undefined) expectNeverMore(told, sample);
  }
  expect(rateOf(counter) ?? 0).toBeLessThanOrEqual(Math.abs(perSecond) * (1 + 1e-9));
  if (!isTold(sample, before)) return;
  expect(rateOf(counter)).toBeCloseTo(perSecond, 9);
  const truth = { overMs, count: gained.length, sum: sumOf(gained) };
  expect(growthOf(summary)).toEqual(truth);
  const buckets = layout.map((bound) => within(bound, gained));
  expect(growthOf(histogram)).toEqual(before.layout === layout ? { ...truth, buckets } : undefined);
};

describe("what apps' counters and distributions gained, against every observation", () => {
  it("is never more than really happened, and all of it when the app told what happened to it", () => {
    fc.assert(
      fc.property(fc.array(tick, { minLength: 2, maxLength: 30 }), (ticks) => {
        const rates = openFamilyRates();
        let before: Sampled | undefined;
        let last: Sampled | undefined;
        for (const [number, sample] of history(ticks).entries()) {
          if (last !== sample) before = last;
          last = sample;
          rates.begin(moment(number * intervalMs));
          const families = rates.of("target/a", familiesOf(sample));
          if (before !== undefined) expectTrue(families, sample, before);
          else
            expect([rateOf(families[0]), growthOf(families[1]), growthOf(families[2])]).toEqual([
              undefined,
              undefined,
              undefined,
            ]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
