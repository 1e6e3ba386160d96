import { asVariant, negotiate } from "../../formats/prometheus-text/variant.ts";
import type { PullOutputDefinition } from "../../ports/output.ts";
import { type PrometheusAppsConfig, prometheusAppsConfig } from "./config.ts";
import { outputName } from "./name.ts";
import { render } from "./render.ts";

/** `/apps/metrics`: what apps tell of themselves, read from their own ports and given again on the agent's. */
export const prometheusApps = {
  kind: "pull",
  name: outputName,
  description: "Apps' own metrics at /apps/metrics, for Prometheus where it cannot reach the apps",
  config: prometheusAppsConfig,
  detect: () => ({ on: true, why: "it costs nothing until somebody asks" }),
  create: (config) => ({
    path: "/apps/metrics",
    variant: ({ accept }) => negotiate(accept),
    render: (snapshot, variant) => render(config, snapshot, asVariant(variant)),
  }),
} satisfies PullOutputDefinition<typeof outputName, PrometheusAppsConfig>;
