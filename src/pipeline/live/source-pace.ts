import { catalogue } from "../../catalogue/catalogue.ts";
import type { Draft } from "../recorder.ts";

/** How often a source has news: what its definition claims, or less when samples are seen to come sooner. */
export interface SourcePace {
  take(drafts: ReadonlyMap<string, Draft>): void;
  /** Whole seconds, in ms; what is claimed may be finer. */
  refreshMs(): number;
}

/** Containers of one source are sampled alike. */
const followedAtMost = 20;
const gapsKept = 40;
/** Sooner by less than this is a sample that came a little early. */
const muchSooner = 0.75;

/** Time of the draft's first sample: counters that last (restarts) are not sampled but looked up. */
const sampledMs = ({ points }: Draft): number | undefined =>
  points.find(({ metric }) => catalogue[metric].kind === "counter" && catalogue[metric].lasting !== true)?.atMs;

export const openSourcePace = (claimedMs: number): SourcePace => {
  let last = new Map<string, number>();
  let gapsMs: number[] = [];

  return {
    take: (drafts) => {
      const now = new Map<string, number>();
      for (const [key, draft] of drafts) {
        if (now.size >= followedAtMost) break;
        const atMs = draft.resource.scope === "container" ? sampledMs(draft) : undefined;
        if (atMs === undefined) continue;
        now.set(key, atMs);
        const gapMs = atMs - (last.get(key) ?? Number.NaN);
        if (gapMs > 0) gapsMs.push(gapMs);
      }
      last = now;
      gapsMs = gapsMs.slice(-gapsKept);
    },
    refreshMs: () => {
      const [median] = gapsMs.toSorted((one, other) => one - other).slice(gapsMs.length >> 1);
      if (median === undefined || median >= claimedMs * muchSooner) return claimedMs;
      return Math.max(1000, Math.round(median / 1000) * 1000);
    },
  };
};
