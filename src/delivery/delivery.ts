import type { Happening } from "../model/happening.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { RecordBuffer } from "../ports/buffer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import type { Log } from "../ports/log.ts";
import type { OutputHealth } from "../ports/output-health.ts";
import type { Problem } from "../problems/problem.ts";
import { createClosing } from "./closing.ts";
import { type DrainReport, describeDrain, drain } from "./drain.ts";
import { openFeed } from "./feed.ts";
import { createFillRate } from "./fill-rate.ts";
import { type DeliveryOutput, openOutputDelivery } from "./output-delivery.ts";

/** Where problems are told; the board of src/pipeline is one. */
export interface ProblemSink {
  /** What is wrong with the owner now; what is no longer named is mended. */
  update(owner: string, present: readonly Problem[]): void;
}

export interface DeliveryChainOptions {
  readonly outputs: readonly DeliveryOutput[];
  /** Closed by `drain`. */
  readonly buffer: RecordBuffer;
  readonly codec: Codec;
  readonly clock: Clock;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly log: Log;
  readonly board: ProblemSink;
  /** How often inputs collect. */
  readonly intervalMs: number;
  readonly happeningsBetween: (before: Snapshot, after: Snapshot) => readonly Happening[];
}

/** Everything between the snapshots and the push outputs. */
export interface DeliveryChain {
  /** Takes a snapshot that was just published. Returns at once. */
  publish(snapshot: Snapshot): void;
  /** Begins to deliver. */
  start(): void;
  health(): readonly OutputHealth[];
  /**
   * After the last `publish`: delivers what can be delivered within the time, closes the buffer and says what remains
   * where. Safe without `start`; a second call gives the same report.
   */
  drain(withinMs: number): Promise<DrainReport>;
}

export const openDelivery = (options: DeliveryChainOptions): DeliveryChain => {
  const { buffer, codec, clock, random, log, board, intervalMs, happeningsBetween } = options;
  const closing = createClosing(clock);
  const fillRate = createFillRate(clock);

  const feed = openFeed({
    buffer,
    codec,
    clock,
    intervalMs,
    happeningsBetween,
    onAccepted: ({ itemCount, body }) => {
      fillRate.add(body.length);
      for (const { books } of deliveries) books.acceptedPoints += itemCount;
    },
    onLost: (reason, points) => {
      for (const { books } of deliveries) books.lostPoints.add(reason, points);
    },
  });

  const deliveries = options.outputs.map((output) =>
    openOutputDelivery({
      ...output,
      buffer,
      codec,
      clock,
      random,
      closing,
      latest: feed.latest,
      fillBytesPerSecond: fillRate.perSecond,
    }),
  );

  const report = (): void => {
    for (const { name, problems } of deliveries) board.update(name, problems());
    board.update("buffer", buffer.state().problems);
  };

  let running: readonly Promise<void>[] = [];
  let drained: Promise<DrainReport> | undefined;

  const finish = async (withinMs: number): Promise<DrainReport> => {
    const outputs = deliveries.map((delivery, place) => ({
      ...delivery,
      ended: running[place] ?? Promise.resolve(),
    }));
    const done = await drain({ withinMs, outputs, feed, buffer, clock, closing });
    report();
    log.info("Deliveries ended", { remains: describeDrain(done), tookMs: Math.round(done.tookMs) });
    return done;
  };

  return {
    publish: (snapshot) => {
      if (drained !== undefined) return;
      feed.publish(snapshot);
      report();
    },
    start: () => {
      if (running.length === 0 && drained === undefined) running = deliveries.map(({ run }) => run());
    },
    health: () => deliveries.map(({ health }) => health()),
    drain: (withinMs) => {
      drained ??= finish(withinMs);
      return drained;
    },
  };
};
