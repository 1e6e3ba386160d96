import { readExposition } from "../../formats/app-exposition/exposition.ts";
import type { Reading } from "../../formats/app-reading.ts";
import { readExpvar } from "../../formats/expvar/expvar.ts";
import { readGoStats } from "../../formats/go-stats/go-stats.ts";
import { readJsonMetrics } from "../../formats/json-metrics/json-metrics.ts";
import type { Kind } from "./wanted.ts";

export interface BodyOptions {
  /** Time of the samples that tell none, milliseconds since the epoch. */
  readonly nowMs: number;
  readonly maxSamples: number;
}

type ReadBody = (body: string, contentType: string | undefined, options: BodyOptions) => Reading;

/** How an answer is read, by the kind of target. */
export const bodyReaders: Readonly<Record<Exclude<Kind, "mackerel-plugin">, ReadBody>> = {
  prometheus: readExposition,
  "go-stats": (body, _, options) => readGoStats(body, options),
  expvar: (body, _, options) => readExpvar(body, options),
  json: (body, _, options) => readJsonMetrics(body, options),
};

/** Prometheus' own order: what is newest first, and anything rather than nothing. */
const exposition = [
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6",
  "application/openmetrics-text;version=0.0.1;q=0.5",
  "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4",
  "text/plain;version=0.0.4;q=0.3",
  "*/*;q=0.2",
].join(",");

export const acceptOf = (kind: Kind): string => (kind === "prometheus" ? exposition : "application/json,*/*;q=0.5");
