import { z } from "zod";
import type { AppChoice } from "../../ports/app-choice.ts";

const describeMetrics =
  "Which of the apps' own metrics: names as the app gives them, `*` for any characters. A counter fits with and without `_total`.";

const describeMaxSeries = "Most series of apps in one snapshot; the rest is left out, counted and told of.";

/** Options of an output that gives apps' own metrics. `remark` ends the description of `metrics`: what they cost. */
export const appOptions = (
  defaults: AppChoice,
  remark = "",
): z.ZodObject<{ metrics: z.ZodDefault<z.ZodArray<z.ZodString>>; maxSeries: z.ZodDefault<z.ZodInt> }> =>
  z.strictObject({
    metrics: z
      .array(z.string().min(1).max(200))
      .default([...defaults.metrics])
      .describe(remark === "" ? describeMetrics : `${describeMetrics} ${remark}`),
    maxSeries: z.int().min(1).max(1_000_000).default(defaults.maxSeries).describe(describeMaxSeries),
  });
