import type { SeriesFamily } from "../../formats/prometheus-series/plan.ts";
import type { stale } from "../../formats/remote-write/sample.ts";
import type { PushItem } from "../../ports/push-output.ts";

/** A series, for as long as it is told of. */
export interface Series {
  readonly family: SeriesFamily;
  /** `{name="value",...}`, as in the exposition, or nothing. */
  readonly labels: string;
  /** All labels in remote write 1.0's bytes, once they were needed. */
  encoded?: Uint8Array;
}

/** One sample of one series. */
export interface Item extends PushItem {
  readonly route: "samples";
  readonly series: Series;
  readonly value: number | typeof stale;
}
