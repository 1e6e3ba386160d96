import type { Problem } from "../problems/problem.ts";

/** How an output stands to its back end: open after failures in a row, held when it waits for somebody to mend something. */
export type CircuitState = "closed" | "open" | "held";

/**
 * How a push output fares, since the start, over changes of its configuration. Two ledgers: points are what its queue was given (a happening counts as
 * one), items are what the output made of them. Each ends in exactly one place:
 *
 *   acceptedPoints = taken from the queue + in the queue + lostPoints of the queue
 *   items          = delivered + dropped + refused + returned + inHand
 */
export interface OutputHealth {
  readonly name: string;
  readonly acceptedPoints: number;
  /** By reason: full, too-old, corrupt, torn, closed (the buffer's); too-large, blocked (never got in); unreadable, defect. */
  readonly lostPoints: ReadonlyMap<string, number>;
  readonly items: number;
  /** Not yet delivered or lost; the queue keeps what they were made of until then. */
  readonly inHand: number;
  /** Given up for others made anew of what the queue kept: at a change of the configuration, and after a defect. */
  readonly returned: number;
  readonly delivered: number;
  /** Of those delivered, how many the back end had already. */
  readonly duplicates: number;
  /** Items sent again, each as often as it was. */
  readonly retried: number;
  /** Given up here, by reason: too-old, too-new, too-large, defect. */
  readonly dropped: ReadonlyMap<string, number>;
  /** By the back end, by reason. */
  readonly refused: ReadonlyMap<string, number>;
  /** Series of apps that were left out for being too many, snapshot by snapshot. */
  readonly appSeriesLeftOut: number;
  /** By outcome. */
  readonly requests: ReadonlyMap<string, number>;
  /** Bytes of request bodies, as sent. */
  readonly sentBytes: number;
  readonly queue: {
    readonly records: number;
    readonly points: number;
    readonly bytes: number;
    /** Milliseconds since the epoch; absent when there is nothing in it. */
    readonly oldestMs?: number | undefined;
    /** How long an outage that begins now would cost nothing; absent until it is known how fast the queue fills. */
    readonly roomSeconds?: number | undefined;
  };
  readonly circuit: CircuitState;
  /** Milliseconds since the epoch. */
  readonly lastDeliveredMs?: number | undefined;
  /** What is wrong right now. */
  readonly problems: readonly Problem[];
}
