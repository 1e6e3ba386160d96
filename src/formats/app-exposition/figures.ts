import type { DropReason } from "../app-reading.ts";
import type { Part } from "./series.ts";
import { believableMs } from "./time.ts";

/** What histograms and summaries both have. */
export interface Figures {
  count?: number;
  sum?: number;
  sinceMs?: number;
}

export const takeFigure = (figures: Figures, part: Part, value: number): DropReason | undefined => {
  if (part === "sum") {
    if (figures.sum !== undefined) return "repeated";
    figures.sum = value;
    return undefined;
  }
  if (part === "created") {
    const sinceMs = believableMs(value * 1000);
    if (sinceMs === undefined) return "impossible";
    if (figures.sinceMs !== undefined) return "repeated";
    figures.sinceMs = sinceMs;
    return undefined;
  }
  if (value < 0) return "impossible";
  if (figures.count !== undefined) return "repeated";
  figures.count = value;
  return undefined;
};
