import { chooseApps } from "../../formats/app-choice/choice.ts";
import { appSeriesOf } from "../../formats/app-series/app-series.ts";
import { isSampled } from "../../formats/app-series/pieces.ts";
import {
  openMetricsContentType,
  openMetricsHead,
  textContentType,
  textHead,
  type WrittenFamily,
  writeOpenMetrics,
  writeText,
} from "../../formats/prometheus-text/exposition.ts";
import type { Variant } from "../../formats/prometheus-text/variant.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Rendering } from "../../ports/output.ts";
import { problem } from "../../problems/problem.ts";
import type { PrometheusAppsConfig } from "./config.ts";
import { outputName } from "./name.ts";

/** Apps' own metrics of a snapshot. Pure. */
export const render = (config: PrometheusAppsConfig, snapshot: Snapshot, variant: Variant): Rendering => {
  const { entries, leftOut } = chooseApps(config, snapshot.entries);
  const { families, problems } = appSeriesOf(entries);
  const names = new Set(families.map(({ name }) => name));
  const open = variant === "openmetrics-1.0.0";
  const written = families.map((family): WrittenFamily => {
    const { atMs, ...rest } = family;
    return {
      ...rest,
      head: open ? openMetricsHead(family, (name) => names.has(name)) : textHead(family),
      ...(config.timestamps === "on" && isSampled(family) ? { atMs } : {}),
    };
  });
  const told =
    leftOut === 0 ? problems : [...problems, problem("app-series-limit", outputName, `${leftOut} series left out`)];
  return open
    ? { contentType: openMetricsContentType, body: writeOpenMetrics(written), problems: told, leftOut }
    : { contentType: textContentType, body: writeText(written), problems: told, leftOut };
};
