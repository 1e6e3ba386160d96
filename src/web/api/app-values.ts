import type { AppFamily, AppGrowth, AppHistogram, AppSummary, AppValue } from "../../model/app-family.ts";
import { present } from "../../model/present.ts";
import type { ValuesReport } from "./contract.ts";

type Family = NonNullable<ValuesReport["resources"][number]["families"]>[number];
type Sample = Family["samples"][number];

const gainedIn = ({ overMs, count, sum, buckets }: AppGrowth): Sample["gained"] => ({
  overMs,
  count,
  ...present({ sum, buckets: buckets === undefined ? undefined : [...buckets] }),
});

const sampleOf = (sample: AppValue | AppHistogram | AppSummary): Sample => {
  const head = { labels: { ...sample.labels }, atMs: sample.atMs };
  if ("value" in sample) return { ...head, value: sample.value, ...present({ perSecond: sample.perSecond }) };
  const { count, sum, growth } = sample;
  const gained = growth === undefined ? undefined : gainedIn(growth);
  const parts =
    "buckets" in sample
      ? { buckets: sample.buckets.map((bucket) => ({ ...bucket })) }
      : { quantiles: sample.quantiles.map((one) => ({ ...one })) };
  return { ...head, ...present({ count, sum, gained }), ...parts };
};

/** An app's own metric, as the contract has it. */
export const familyValues = (family: AppFamily): Family => {
  const { name, kind, help, unit, samples } = family;
  return { name, kind, ...present({ help, unit }), samples: samples.map(sampleOf) };
};
