import type { Figures } from "../figures/figures.ts";
import type { Words } from "../words/en.ts";
import { type Family, isMoment, type Sample, unitOf } from "./family.ts";
import { quantileOf } from "./quantile.ts";
import { observedPerSecond, recentBuckets, recentMean, shareName, shares } from "./recent.ts";

/** A series' present figures as text: the one that matters, and what there is beside it. */
export interface PresentText {
  readonly main: string;
  readonly more: readonly string[];
}

type Said = Words["apps"];

const quantileTexts = (family: Family, sample: Sample, { inUnit }: Figures): readonly string[] => {
  const unit = unitOf(family);
  if (sample.quantiles !== undefined) {
    return sample.quantiles.map(({ quantile, value }) => `${shareName(quantile)} ${inUnit(value, unit)}`);
  }
  const buckets = recentBuckets(sample);
  if (buckets === undefined) return [];
  return shares.flatMap((share) => {
    const found = quantileOf(buckets, share);
    if (found === undefined) return [];
    return [`${shareName(share)} ${found.above ? ">" : "≈"} ${inUnit(found.value, unit)}`];
  });
};

/** Nothing is said of what is not known: of a distribution, where it lies only when something was observed lately. */
export const presentText = (family: Family, sample: Sample, said: Said, figures: Figures): PresentText => {
  const { inUnit, moment } = figures;
  const unit = unitOf(family);
  const { value, perSecond, count } = sample;
  if (family.kind === "info") return { main: "", more: [] };
  if (value !== undefined) {
    if (isMoment(family)) return { main: moment(value * 1000), more: [] };
    if (perSecond === undefined) return { main: inUnit(value, unit), more: [] };
    return { main: inUnit(perSecond, unit, true), more: [said.inAll(inUnit(value, unit))] };
  }
  const rate = observedPerSecond(sample);
  const mean = recentMean(sample);
  const observed = count === undefined ? [] : [said.inAll(inUnit(count, ""))];
  const lies = [
    ...(mean === undefined ? [] : [said.mean(inUnit(mean, unit))]),
    ...quantileTexts(family, sample, figures),
  ];
  return rate === undefined
    ? { main: observed[0] ?? "", more: lies }
    : { main: inUnit(rate, "", true), more: [...lies, ...observed] };
};
