import { asVariant, negotiate } from "../../formats/prometheus-text/variant.ts";
import type { PullOutputDefinition } from "../../ports/output.ts";
import { type PrometheusConfig, prometheusConfig } from "./config.ts";
import { planOf, render } from "./render.ts";

/** `/metrics`: text 0.0.4 and OpenMetrics 1.0, in any number of dialects. */
export const prometheus = {
  kind: "pull",
  name: "prometheus",
  description: "Everything at /metrics, for Prometheus and all that scrapes like it",
  config: prometheusConfig,
  detect: () => ({ on: true, why: "it costs nothing until somebody asks" }),
  create: (config) => {
    const plan = planOf(config);
    return {
      path: "/metrics",
      variant: ({ accept }) => negotiate(accept),
      render: (snapshot, variant) => render(plan, snapshot, asVariant(variant)),
    };
  },
} satisfies PullOutputDefinition<"prometheus", PrometheusConfig>;
