import type { Snapshot } from "../../model/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import type { OutputHealth } from "../../ports/output-health.ts";
import type { Terminal } from "../../ports/terminal.ts";
import type { Problem } from "../../problems/problem.ts";
import type { SortKey } from "../table/rows.ts";
import type { Paint } from "../table/style.ts";
import { onPaper } from "./on-paper.ts";
import { onScreen } from "./on-screen.ts";

/** A table that follows the snapshots. */
export interface LiveOptions {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly paint: Paint;
  readonly sort: SortKey;
  current(): Snapshot;
  problems(): readonly Problem[];
  /** How the outputs that send fare; left out where nothing is sent. */
  outputs?(): readonly OutputHealth[];
  /** What stands above the table. */
  readonly heading: readonly string[];
  /** Where nobody looks: time between two tables. */
  readonly printEveryMs: number;
  /** Where nobody looks: ends after so many tables. */
  readonly tables?: number | undefined;
  readonly signal: AbortSignal;
}

/** Shows the table until the person has seen enough, the tables are printed, or the signal fires. */
export const showLive = (options: LiveOptions): Promise<void> =>
  options.terminal.interactive ? onScreen(options) : onPaper(options);
