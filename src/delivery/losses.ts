import type { BufferReader } from "../ports/buffer.ts";
import { problem } from "../problems/problem.ts";
import type { Books } from "./books.ts";
import type { Troubles } from "./troubles.ts";

/** Points that the queue lost, by reason: what the buffer says, and what the chain counted itself. */
export const lostPointsOf = (books: Books, reader: BufferReader): ReadonlyMap<string, number> => {
  const lost = new Map(books.lostPoints.counts());
  for (const [reason, { items }] of reader.lost()) lost.set(reason, (lost.get(reason) ?? 0) + items);
  return lost;
};

const words = (counts: ReadonlyMap<string, number>, thing: string): readonly string[] =>
  [...counts].map(([reason, count]) => `${count} ${thing} (${reason})`);

const sumOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, one) => sum + one, 0);

/** Raises a problem when something more was lost since the last look. */
export const openLosses = (name: string, books: Books, reader: BufferReader, troubles: Troubles): { look(): void } => ({
  look: () => {
    const points = lostPointsOf(books, reader);
    const items = books.dropped.counts();
    const now = sumOf(points) + sumOf(items);
    if (now === books.toldLosses) return;
    books.toldLosses = now;
    const detail = [...words(points, "points"), ...words(items, "items")].join(", ");
    troubles.lost(problem("output-losing", name, `since the start: ${detail}`));
  },
});
