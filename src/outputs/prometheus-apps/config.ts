import { z } from "zod";
import { appOptions } from "../../formats/app-choice/options.ts";

export const prometheusAppsConfig = appOptions({ metrics: ["*"], maxSeries: 50_000 }).extend({
  timestamps: z
    .enum(["off", "on"])
    .default("off")
    .describe(
      "`on` writes beside each value when it was read from the app, or the app's own time. As in `prometheus`.",
    ),
});

export type PrometheusAppsConfig = z.output<typeof prometheusAppsConfig>;
