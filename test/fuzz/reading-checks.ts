import type { Reading } from "../../src/formats/app-reading.ts";
import type { AppFamily, AppHistogram } from "../../src/model/app-family.ts";

const hold = (what: string, holds: boolean): void => {
  if (!holds) throw new Error(`does not hold: ${what}`);
};

const checkHistogram = ({ buckets, count, sum = 0 }: AppHistogram): void => {
  hold("a finite sum", Number.isFinite(sum));
  hold("a count", Number.isFinite(count) && count >= 0);
  let bound = Number.NEGATIVE_INFINITY;
  let below = 0;
  for (const bucket of buckets) {
    hold("finite bounds that ascend", bucket.upperBound > bound && Number.isFinite(bucket.upperBound));
    hold("counts that do not fall", bucket.count >= below && bucket.count <= count);
    bound = bucket.upperBound;
    below = bucket.count;
  }
};

const checkFamily = (family: AppFamily): void => {
  hold("a name", family.name !== "");
  hold("samples", family.samples.length > 0);
  if (family.kind === "histogram") for (const sample of family.samples) checkHistogram(sample);
  else if (family.kind === "summary") {
    for (const { quantiles, count = 0, sum = 0 } of family.samples) {
      hold("finite figures", Number.isFinite(sum) && Number.isFinite(count) && count >= 0);
      hold(
        "quantiles",
        quantiles.every(({ quantile, value }) => quantile >= 0 && quantile <= 1 && Number.isFinite(value)),
      );
    }
  } else {
    for (const { value, labels } of family.samples) {
      hold("a finite value", Number.isFinite(value) && (family.kind !== "counter" || value >= 0));
      for (const name in labels) hold("no empty label", labels[name] !== "");
    }
  }
  for (const { atMs, sinceMs = 0 } of family.samples) {
    hold("times that a date can be", Math.abs(atMs) <= 8.64e15 && Math.abs(sinceMs) <= 8.64e15);
  }
};

/** `most`: what the input can hold, read or dropped. */
export const checkedReading = (reading: Reading, most: number, maxSamples: number): Reading => {
  const { families, samples, dropped } = reading;
  for (const family of families) checkFamily(family);
  const made = families.reduce((sum, { samples: all }) => sum + all.length, 0);
  const left = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  hold("no count below zero", samples >= 0 && Object.values(dropped).every((count) => count >= 0));
  hold("no more series than were read", made <= samples);
  hold("no more read than the limit", samples <= maxSamples);
  hold("nothing counted twice", samples + left <= most);
  return reading;
};
