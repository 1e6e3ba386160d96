import type { AppSummary } from "../../model/app-family.ts";
import type { Attributes } from "../../model/point.ts";
import type { DropReason, Tally } from "../app-reading.ts";
import { type Figures, takeFigure } from "./figures.ts";
import { labelKey, labelsOf, labelValue } from "./labels.ts";
import { readNumber } from "./number.ts";
import type { SampleLine } from "./sample-line.ts";
import type { Series } from "./series.ts";

interface Draft extends Figures {
  readonly labels: Attributes;
  readonly quantiles: Map<number, number>;
  readonly atMs: number;
}

const takeQuantile = ({ quantiles }: Draft, line: SampleLine): DropReason | undefined => {
  const quantile = readNumber(labelValue(line, "quantile") ?? "");
  if (quantile === undefined || !(quantile >= 0 && quantile <= 1)) return "impossible";
  if (quantiles.has(quantile)) return "repeated";
  quantiles.set(quantile, line.value);
  return undefined;
};

const isNothing = ({ quantiles, count, sum }: Draft): boolean =>
  quantiles.size === 0 && count === undefined && sum === undefined;

/** Summaries: a value for each `quantile`, `_count`, `_sum`, one for each set of the other labels. */
export const summarySeries = (tally: Tally, nowMs: number): Series<AppSummary> => {
  const byLabels = new Map<string, Draft>();
  return {
    take: (line, part) => {
      if (part === "bucket") return "impossible";
      const skip = part === "quantile" ? "quantile" : undefined;
      const key = labelKey(line, skip);
      if (key === undefined) return "malformed";
      if (!Number.isFinite(line.value)) return "not-finite";
      const known = byLabels.get(key);
      const draft: Draft = known ?? { labels: labelsOf(line, skip), quantiles: new Map(), atMs: line.atMs ?? nowMs };
      const dropped = part === "quantile" ? takeQuantile(draft, line) : takeFigure(draft, part, line.value);
      if (dropped === undefined && known === undefined) byLabels.set(key, draft);
      return dropped;
    },
    finish: (cut) =>
      [...byLabels.values()].flatMap((draft): AppSummary[] => {
        if (isNothing(draft)) {
          tally.takeBack(cut ? "over-samples" : "impossible", 1);
          return [];
        }
        const quantiles = Array.from(draft.quantiles, ([quantile, value]) => ({ quantile, value }));
        return [{ ...draft, quantiles: quantiles.sort((a, b) => a.quantile - b.quantile) }];
      }),
  };
};
