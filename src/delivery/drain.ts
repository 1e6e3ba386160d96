import type { BufferReader, LossCount, RecordBuffer } from "../ports/buffer.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import type { Books } from "./books.ts";
import type { ClosingControl } from "./closing.ts";
import type { Feed } from "./feed.ts";

/** What an output did not get before the end. */
export interface Remainder {
  readonly output: string;
  /** Stays on the disk, for the next start. */
  readonly kept: LossCount;
  /** Was in memory alone. */
  readonly lost: LossCount;
}

export interface DrainReport {
  readonly tookMs: number;
  readonly outputs: readonly Remainder[];
}

/** One output, as far as its end goes. */
export interface Draining {
  readonly name: string;
  readonly reader: BufferReader;
  readonly books: Books;
  /** Resolves when it has nothing more to deliver, or no time. */
  readonly ended: Promise<void>;
  conclude(): Promise<DeliveryOutcome | undefined>;
}

export interface DrainOptions {
  readonly withinMs: number;
  readonly outputs: readonly Draining[];
  readonly feed: Feed;
  readonly buffer: RecordBuffer;
  readonly clock: Clock;
  readonly closing: ClosingControl;
}

/** Of the time there is, what the last collection gets to reach the buffer, when that does not take it at once. */
const feedShare = 0.25;

const nothing: LossCount = { records: 0, items: 0, bytes: 0 };

/** Delivers what can be delivered within the time, closes the buffer, and says what remains where. */
export const drain = async (options: DrainOptions): Promise<DrainReport> => {
  const { withinMs, outputs, feed, buffer, clock, closing } = options;
  const startedMs = clock.monotonic();
  closing.begin(withinMs);
  await Promise.race([feed.flush(), clock.sleep(withinMs * feedShare, closing.stop)]);
  closing.hurryUp();
  await Promise.all(
    outputs.map(async ({ reader, ended, conclude }) => {
      await ended;
      if (reader.backlog().records === 0) await conclude();
    }),
  );
  closing.stopNow();
  await buffer.close();
  return {
    tookMs: clock.monotonic() - startedMs,
    outputs: outputs.map(({ name, reader }) => ({
      output: name,
      kept: reader.backlog(),
      lost: reader.lost().get("closed") ?? nothing,
    })),
  };
};

const words = ({ records, items, bytes }: LossCount, fate: string): string =>
  `${items} points (${records} records, ${bytes} bytes) ${fate}`;

/** One line for the log: what remains, and where. */
export const describeDrain = ({ outputs }: DrainReport): string => {
  const remainders = outputs.flatMap(({ output, kept, lost }) => [
    ...(kept.records > 0 ? [`${output}: ${words(kept, "kept on disk for the next start")}`] : []),
    ...(lost.records > 0 ? [`${output}: ${words(lost, "lost with the memory")}`] : []),
  ]);
  return remainders.length === 0 ? "Everything was delivered" : remainders.join("; ");
};
