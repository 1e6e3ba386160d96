import type { LossCount, LossReason } from "../../ports/buffer.ts";

/** Losses by reason, since the buffer was opened. */
export interface Losses {
  add(reason: LossReason, count: LossCount): void;
  counts(): ReadonlyMap<LossReason, LossCount>;
}

export const createLosses = (): Losses => {
  const counts = new Map<LossReason, LossCount>();
  return {
    add: (reason, { records, items, bytes }) => {
      if (records === 0) return;
      const before = counts.get(reason) ?? { records: 0, items: 0, bytes: 0 };
      counts.set(reason, {
        records: before.records + records,
        items: before.items + items,
        bytes: before.bytes + bytes,
      });
    },
    counts: () => new Map(counts),
  };
};

/** The sum of some records. */
export const sumOf = (records: readonly { readonly itemCount: number; readonly body: Uint8Array }[]): LossCount => ({
  records: records.length,
  items: records.reduce((sum, { itemCount }) => sum + itemCount, 0),
  bytes: records.reduce((sum, { body }) => sum + body.length, 0),
});
