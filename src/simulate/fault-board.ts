import { matches } from "../model/wildcard.ts";
import type { Clock } from "../ports/clock.ts";
import { isStatsFault, type ReplyFault, type StatsFault } from "./faults.ts";

type RequestFault = ReplyFault | StatsFault;

interface Posted {
  readonly fault: RequestFault;
  readonly setAtMs: number;
  seen: number;
  hits: number;
}

/** What befalls one request. */
interface Befallen {
  readonly reply: ReplyFault | undefined;
  readonly stats: readonly StatsFault[];
}

/** The faults that are set, and how often each has hit. */
export interface FaultBoard {
  set(fault: RequestFault): void;
  clear(): void;
  list(): readonly { readonly fault: RequestFault; readonly hits: number }[];
  /** Asks once for each request: it counts. Of several faults for the reply the first set wins. */
  befall(path: string): Befallen;
}

const inTime = ({ fault: { afterMs = 0, forMs }, setAtMs }: Posted, nowMs: number): boolean => {
  const sinceMs = nowMs - setAtMs - afterMs;
  return sinceMs >= 0 && (forMs === undefined || sinceMs < forMs);
};

export const faultBoard = (clock: Clock): FaultBoard => {
  let posted: Posted[] = [];

  const hits = (entry: Posted, path: string, nowMs: number): boolean => {
    const { path: pattern, skip = 0, times } = entry.fault;
    if (!inTime(entry, nowMs) || (pattern !== undefined && !matches(pattern, path))) return false;
    if (isStatsFault(entry.fault) && !path.includes("/stats")) return false;
    entry.seen++;
    if (entry.seen <= skip || (times !== undefined && entry.hits >= times)) return false;
    return true;
  };

  return {
    set: (fault) => {
      posted.push({ fault, setAtMs: clock.monotonic(), seen: 0, hits: 0 });
    },
    clear: () => {
      posted = [];
    },
    list: () => posted.map(({ fault, hits: count }) => ({ fault, hits: count })),
    befall: (path) => {
      const nowMs = clock.monotonic();
      let reply: ReplyFault | undefined;
      const stats: StatsFault[] = [];
      for (const entry of posted) {
        if (!isStatsFault(entry.fault) && reply !== undefined) continue;
        if (!hits(entry, path, nowMs)) continue;
        entry.hits++;
        if (isStatsFault(entry.fault)) stats.push(entry.fault);
        else reply = entry.fault;
      }
      return { reply, stats };
    },
  };
};
