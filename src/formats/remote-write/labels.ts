import type { LabelPair } from "../../catalogue/names/dialect.ts";
import { labelNamePart } from "../prometheus-text/escape.ts";

const byName = ([one]: LabelPair, [other]: LabelPair): number => (one < other ? -1 : one > other ? 1 : 0);

/**
 * The labels of a series as both versions of remote write want them: the metric's name among them, sorted by name, no
 * name twice, no empty value. A series' own label wins over an external one.
 */
export const seriesLabels = (
  metric: string,
  own: readonly LabelPair[],
  external: Readonly<Record<string, string>>,
): readonly LabelPair[] => {
  const labels = new Map<string, string>([...Object.entries(external), ["__name__", metric], ...own]);
  return [...labels].filter(([, value]) => value !== "").sort(byName);
};

/** Whether it may be the name of an external label: legal, and none that Prometheus keeps for itself. */
export const isLabelName = (name: string): boolean =>
  labelNamePart(name) === name && /^[a-zA-Z_]/.test(name) && !name.startsWith("__");
