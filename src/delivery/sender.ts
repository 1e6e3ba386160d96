import type { BufferReader, Lease } from "../ports/buffer.ts";
import type { Clock } from "../ports/clock.ts";
import type { PushItem } from "../ports/push-output.ts";
import { type Books, enterItems } from "./books.ts";
import type { Circuit } from "./circuit.ts";
import type { Closing } from "./closing.ts";
import type { Patience } from "./patience.ts";
import type { Preparation } from "./preparation.ts";
import type { Round } from "./round.ts";
import type { Selection } from "./selection.ts";
import { createWork } from "./work.ts";

export interface SenderParts<Item extends PushItem> {
  readonly reader: BufferReader;
  readonly supply: () => Promise<Lease | undefined>;
  readonly cadence: { untilNextMs(): number };
  readonly preparation: Preparation;
  readonly selection: Selection<Item>;
  readonly round: Round<Item>;
  readonly patience: Patience;
  readonly circuit: Circuit;
  readonly books: Books;
  readonly clock: Clock;
  readonly closing: Closing;
}

/**
 * Delivers what the buffer has for one output, from lease to lease, until the end: one lease at a time, settled when
 * everything in it is delivered or counted as lost. Resolves when nothing more can be delivered before the stop.
 */
export const runSender = async <Item extends PushItem>(parts: SenderParts<Item>): Promise<void> => {
  const { reader, supply, cadence, preparation, selection, round, patience, circuit, books, clock, closing } = parts;
  const { hurry, stop } = closing;

  const prepared = async (): Promise<boolean> => {
    for (;;) {
      const wait = await preparation.see(stop);
      if (wait === undefined) return true;
      if (!(await patience(wait, preparation.failuresInARow()))) return false;
    }
  };

  const delivered = async (lease: Lease): Promise<boolean> => {
    const items = selection(lease.records);
    enterItems(books, items.length);
    const work = createWork(items);
    for (;;) {
      const wait = await round(work, stop);
      if (wait === undefined) return true;
      const inARow = wait.kind === "hold" ? circuit.holdsInARow() : circuit.failuresInARow();
      if (!(await patience(wait, inARow))) return false;
    }
  };

  /** Of the backlog that this round has to deliver; what comes meanwhile is the next one's. */
  let recordsOfRound = 0;
  let itemsBefore = 0;
  for (;;) {
    const lease = await supply();
    if (lease === undefined) return;
    if (recordsOfRound <= 0) {
      recordsOfRound = reader.backlog().records;
      itemsBefore = books.items;
    }
    let done = false;
    try {
      done = (await prepared()) && (await delivered(lease));
    } finally {
      if (!done) lease.release();
    }
    if (!done) return;
    await lease.settle();
    recordsOfRound -= lease.records.length;
    // A round without items was none: the first values of a task that comes up do not wait for the next.
    if (recordsOfRound <= 0 && books.items > itemsBefore) await clock.sleep(cadence.untilNextMs(), hurry);
    if (stop.aborted) return;
  }
};
