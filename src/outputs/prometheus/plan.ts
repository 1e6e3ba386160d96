import { catalogue, isMetricId } from "../../catalogue/catalogue.ts";
import { type Dialect, type DialectFamily, metricsOf, type Row } from "../../catalogue/names/dialect.ts";
import { dialects, exposers } from "../../catalogue/names/dialects.ts";
import { unitOf } from "../../catalogue/names/units.ts";
import {
  type FamilyHead,
  type FamilyType,
  openMetricsHead,
  textHead,
} from "../../formats/prometheus-text/exposition.ts";
import type { PrometheusConfig } from "./config.ts";
import { type ExtraLabel, extraLabels } from "./owner.ts";
import type { Variant } from "./variant.ts";

/** A family that is exposed, with what does not change from one rendering to the next. */
export interface PlannedFamily {
  readonly name: string;
  readonly heads: Readonly<Record<Variant, string>>;
  /** Whether its values get the time of their sample. */
  readonly stamped: boolean;
  readonly rows: readonly Row[];
}

export interface PlannedDialect {
  readonly dialect: Dialect;
  readonly families: readonly PlannedFamily[];
}

/** What to expose, worked out once from the configuration. */
export interface Plan {
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

const planFamily = ({ name, kind, help, rows }: DialectFamily, timestamps: boolean): PlannedFamily => {
  const head: FamilyHead = { name, type: types[kind], help, unit: unitOf(name) };
  return {
    name,
    heads: { "text-0.0.4": textHead(head), "openmetrics-1.0.0": openMetricsHead(head) },
    stamped: timestamps && (kind === "counter" || kind === "gauge") && rows.every(sampled),
    rows,
  };
};

export const planOf = (config: PrometheusConfig): Plan => {
  const enabled = config.dialects.map((name) => dialects[name]);
  const chosen = exposers(enabled);
  const planned = enabled.map((dialect) => ({
    dialect,
    families: dialect.families
      .filter(({ name }) => chosen.get(name) === dialect)
      .map((family) => planFamily(family, config.timestamps === "on")),
  }));
  return {
    dialects: planned,
    rows: planned.flatMap(({ families }) => families.flatMap(({ rows }) => rows)),
    extra: extraLabels(config.labels),
    showInternal: config.internalContainers === "show",
  };
};
