import type { Family } from "../define.ts";

const since = "0.1.0";

/** How the reading of apps' own metrics fares, one target each. */
export const target = {
  "target.up": {
    scope: "target",
    kind: "gauge",
    unit: "",
    description: "Whether the last reading of the app's own metrics succeeded.",
    source: { agent: "app-metrics" },
    good: "up",
    since,
  },
} as const satisfies Family;
