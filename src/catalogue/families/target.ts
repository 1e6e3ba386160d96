import type { Family } from "../define.ts";

const since = "0.1.0";
const source = { agent: "app-metrics" } as const;

/** How the reading of apps' own metrics fares, one target each. */
export const target = {
  "target.up": {
    scope: "target",
    kind: "gauge",
    unit: "",
    description: "Whether the last reading of the app's own metrics succeeded.",
    source,
    good: "up",
    since,
  },
  "target.reading.duration": {
    scope: "target",
    kind: "gauge",
    unit: "s",
    description: "How long the last reading of the app's own metrics took, of one that failed too.",
    source,
    good: "down",
    since,
  },
  "target.body.size": {
    scope: "target",
    kind: "gauge",
    unit: "By",
    description: "Size of the app's last answer, unpacked.",
    source,
    since,
  },
  "target.samples": {
    scope: "target",
    kind: "gauge",
    unit: "{value}",
    description: "Samples that were taken of the app's last answer, a bucket counted as one.",
    source,
    since,
  },
  "target.dropped_samples": {
    scope: "target",
    kind: "counter",
    unit: "{value}",
    description: "Samples, and lines, of the app's answers that were not taken.",
    attributes: {
      reason: {
        description: "Why",
        values: ["malformed", "not-finite", "impossible", "repeated", "over-samples", "over-labels"],
      },
    },
    source,
    good: "down",
    since,
  },
  "target.errors": {
    scope: "target",
    kind: "counter",
    unit: "{error}",
    description: "Readings of the app's own metrics that failed.",
    attributes: {
      reason: {
        description: "Why",
        values: [
          "refused",
          "unreachable",
          "reset",
          "timeout",
          "too-large",
          "redirect",
          "status",
          "not-metrics",
          "moved",
          "unconfirmed",
          "plugin",
          "defect",
        ],
      },
    },
    source,
    good: "down",
    since,
  },
} as const satisfies Family;
