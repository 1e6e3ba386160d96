import type { DropReason } from "../app-reading.ts";
import type { SampleLine } from "./sample-line.ts";

/** What a sample is to its series: the end of its name tells, and for a quantile that it has none. */
export type Part = "value" | "bucket" | "count" | "sum" | "quantile" | "created";

/** The series of one family that are being put together. */
export interface Series<Sample> {
  /** Undefined when it was taken. */
  take(line: SampleLine, part: Part): DropReason | undefined;
  /** `cut`: the answer went on behind the limit, so what is incomplete is so for that. */
  finish(cut: boolean): readonly Sample[];
}
