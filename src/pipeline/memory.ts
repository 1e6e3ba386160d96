/**
 * Keeps something for each key while the key is in use and for a while after, within bounds: containers may come and
 * go by the dozen a second for weeks.
 */
export interface Memory<T> {
  /** Begins a round. Forgets what has been out of use for long, and the longest unused beyond a number. */
  begin(elapsedMs: number): void;
  /** What is kept for the key, made anew when there is nothing. Counts as use in this round. */
  of(key: string): T;
}

interface Slot<T> {
  readonly value: T;
  round: number;
  usedMs: number;
}

const unusedForMs = 15 * 60_000;
const unusedAtMost = 500;

export const openMemory = <T>(create: () => T): Memory<T> => {
  /** In the order of their last use. */
  const slots = new Map<string, Slot<T>>();
  let round = 0;
  let roundMs = 0;
  let inUse = 0;

  return {
    begin: (elapsedMs) => {
      let unused = slots.size - inUse;
      for (const [key, slot] of slots) {
        const kept = unused <= unusedAtMost && elapsedMs - slot.usedMs <= unusedForMs;
        if (slot.round === round || kept) break;
        slots.delete(key);
        unused -= 1;
      }
      round += 1;
      roundMs = elapsedMs;
      inUse = 0;
    },
    of: (key) => {
      const known = slots.get(key);
      if (known?.round === round) return known.value;
      const slot = known ?? { value: create(), round, usedMs: roundMs };
      slot.round = round;
      slot.usedMs = roundMs;
      slots.delete(key);
      slots.set(key, slot);
      inUse += 1;
      return slot.value;
    },
  };
};
