import type { Happening } from "../model/happening.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { RecordBuffer } from "../ports/buffer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import type { Log } from "../ports/log.ts";
import type { OutputHealth } from "../ports/output-health.ts";
import type { Problem } from "../problems/problem.ts";
import { type ClosingControl, createClosing } from "./closing.ts";
import { type DrainReport, describeDrain, drain } from "./drain.ts";
import { openFeed } from "./feed.ts";
import { createFillRate } from "./fill-rate.ts";
import { type DeliveryOutput, type OutputDelivery, openOutputDelivery } from "./output-delivery.ts";

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
   * Delivers to these outputs from now on. One that is the same object as before goes on untouched. One of the same name
   * takes over the place in the buffer and the counts; the one before has so long to end what it is at. One that is left out delivers what it can within that time; what remains for it is dropped, and told in the log. Two changes must
   * not overlap.
   */
  change(outputs: readonly DeliveryOutput[], withinMs: number): Promise<void>;
  /**
   * After the last `publish`: delivers what can be delivered within the time, closes the buffer and says what remains
   * where. Safe without `start`; a second call gives the same report.
   */
  drain(withinMs: number): Promise<DrainReport>;
}

/** One output in the chain. */
interface Member {
  readonly given: DeliveryOutput;
  readonly delivery: OutputDelivery;
  /** Its own end, which comes before that of all when the configuration changes. */
  readonly end: ClosingControl;
  ended: Promise<void>;
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
      for (const { delivery } of members) delivery.books.acceptedPoints += itemCount;
    },
    onLost: (reason, points) => {
      for (const { delivery } of members) delivery.books.lostPoints.add(reason, points);
    },
  });

  const openMember = (given: DeliveryOutput, before: readonly Member[]): Member => {
    const end = createClosing(clock, closing);
    const delivery = openOutputDelivery({
      ...given,
      buffer,
      codec,
      clock,
      random,
      closing: end,
      latest: feed.latest,
      fillBytesPerSecond: fillRate.perSecond,
      books: before.find(({ delivery }) => delivery.name === given.name)?.delivery.books,
    });
    return { given, delivery, end, ended: Promise.resolve() };
  };

  let members: readonly Member[] = options.outputs.map((given) => openMember(given, []));

  const report = (): void => {
    for (const { delivery } of members) board.update(delivery.name, delivery.problems());
    board.update("buffer", buffer.state().problems);
  };

  let started = false;
  let drained: Promise<DrainReport> | undefined;

  const run = (member: Member): void => {
    member.ended = member.delivery.run();
  };

  const finish = async (withinMs: number): Promise<DrainReport> => {
    const outputs = members.map(({ delivery, ended }) => ({ ...delivery, ended }));
    const done = await drain({ withinMs, outputs, feed, buffer, clock, closing });
    report();
    log.info("Deliveries ended", { remains: describeDrain(done), tookMs: Math.round(done.tookMs) });
    return done;
  };

  /** Ends one delivery, and with `forGood` its output too. */
  const leave = async ({ delivery, end, ended }: Member, withinMs: number, forGood: boolean): Promise<void> => {
    end.begin(withinMs);
    end.hurryUp();
    await ended;
    if (forGood) {
      const { records, items } = delivery.reader.backlog();
      if (records === 0) await delivery.conclude();
      else log.warn("An output that was switched off did not get everything", { output: delivery.name, points: items });
      await buffer.forget(delivery.name);
      board.update(delivery.name, []);
    }
    end.stopNow();
  };

  return {
    publish: (snapshot) => {
      if (drained !== undefined) return;
      if (members.length > 0) feed.publish(snapshot);
      report();
    },
    start: () => {
      if (started || drained !== undefined) return;
      started = true;
      for (const member of members) run(member);
    },
    health: () => members.map(({ delivery }) => delivery.health()),
    change: async (next, withinMs) => {
      const leaving = members.filter(({ given }) => !next.includes(given));
      const stays = (name: string): boolean => next.some((given) => given.name === name);
      await Promise.all(leaving.map((member) => leave(member, withinMs, !stays(member.given.name))));
      if (drained !== undefined) return;
      const before = members;
      members = next.map((given) => before.find((member) => member.given === given) ?? openMember(given, before));
      for (const member of members) if (started && !before.includes(member)) run(member);
    },
    drain: (withinMs) => {
      drained ??= finish(withinMs);
      return drained;
    },
  };
};
