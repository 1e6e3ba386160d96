import { catalogue, isMetricId } from "../../catalogue/catalogue.ts";
import {
  type Dialect,
  type DialectFamily,
  type DialectName,
  metricsOf,
  type Row,
} from "../../catalogue/names/dialect.ts";
import { dialects, exposers } from "../../catalogue/names/dialects.ts";
import { unitOf } from "../../catalogue/names/units.ts";
import type { FamilyHead, FamilyType } from "../prometheus-text/exposition.ts";
import { type ExtraLabel, extraLabels } from "./owner.ts";

/** Which series are wanted. */
export interface SeriesOptions {
  readonly dialects: readonly DialectName[];
  readonly internalContainers: "hide" | "show";
  /** Names of container labels and task tags that become labels, where a dialect takes more. */
  readonly labels: readonly string[];
}

/** What all series of one name are. */
export interface SeriesFamily extends FamilyHead {
  /** Whether its values are samples, each true at its own time, and not states or what lasts. */
  readonly sampled: boolean;
  /** An app's own: its name may be one of ours. */
  readonly ofApp?: boolean;
}

/** A family with what does not change from one snapshot to the next. */
export interface PlannedFamily extends SeriesFamily {
  readonly rows: readonly Row[];
}

export interface PlannedDialect {
  readonly dialect: Dialect;
  readonly families: readonly PlannedFamily[];
}

/** Which series to make, worked out once from the options. */
export interface SeriesPlan {
  readonly dialects: readonly PlannedDialect[];
  readonly rows: readonly Row[];
  readonly extra: readonly ExtraLabel[];
  readonly showInternal: boolean;
}

const types: Readonly<Record<DialectFamily["kind"], FamilyType>> = {
  counter: "counter",
  gauge: "gauge",
  state: "gauge",
  info: "info",
};

/** What stays true without samples (a limit, a time of birth) would vanish from Prometheus with an old time on it. */
const sampled = (row: Row): boolean => {
  if (row.take === "inputs-up" || row.take === "identity") return false;
  return metricsOf(row).every((metric) => isMetricId(metric) && catalogue[metric].lasting !== true);
};

const planFamily = ({ name, kind, help, rows }: DialectFamily): PlannedFamily => ({
  name,
  type: types[kind],
  help,
  unit: unitOf(name),
  sampled: (kind === "counter" || kind === "gauge") && rows.every(sampled),
  rows,
});

export const planSeries = (options: SeriesOptions): SeriesPlan => {
  const enabled = options.dialects.map((name) => dialects[name]);
  const chosen = exposers(enabled);
  const planned = enabled.map((dialect) => ({
    dialect,
    families: dialect.families.filter(({ name }) => chosen.get(name) === dialect).map(planFamily),
  }));
  return {
    dialects: planned,
    rows: planned.flatMap(({ families }) => families.flatMap(({ rows }) => rows)),
    extra: extraLabels(options.labels),
    showInternal: options.internalContainers === "show",
  };
};
