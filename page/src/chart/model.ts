import type { HappeningNote } from "../../../src/web/api/contract.ts";
import type { Figure } from "./columns.ts";

export interface Line {
  readonly label: string;
  readonly values: readonly Figure[];
}

export interface Limit {
  readonly value: number;
  readonly label: string;
}

export interface EventMark {
  readonly atMs: number;
  readonly kind: HappeningNote["kind"];
}

/** What a chart shows. */
export interface ChartModel {
  readonly times: readonly number[];
  /** Each has a figure or null at every time. Of a stack: the sums, from the bottom up. */
  readonly lines: readonly Line[];
  readonly stacked: boolean;
  readonly limit: Limit | undefined;
  /** Whether the scale goes up to the limit, however low the figures are. */
  readonly toLimit: boolean;
  readonly marks: readonly EventMark[];
  readonly fromMs: number;
  readonly toMs: number;
  /** UCUM, of the catalogue. */
  readonly unit: string;
}
