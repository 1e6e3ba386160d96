/** Who wants a number: one of those with this name. */
export interface SlotHolder {
  /** Stays while the target exists, over restarts too. */
  readonly id: string;
  readonly name: string;
}

/** Small numbers from 1 on, unique among the live holders of one name. */
export interface Slots {
  /**
   * Gives every holder its number, and takes back those of who is not among them. In the order given, who comes new, or
   * back to a number that is taken, gets the smallest that is free.
   */
  assign(holders: readonly SlotHolder[], atMs: number): ReadonlyMap<string, number>;
}

interface Former {
  readonly name: string;
  readonly slot: number;
  readonly leftMs: number;
}

/** Containers that come and go: so many who left are remembered, the last ones. */
const mostFormer = 1000;

/** @param graceMs for so long who left may come back to its number, when it is free */
export const openSlots = (graceMs: number): Slots => {
  let held: ReadonlyMap<string, { readonly name: string; readonly slot: number }> = new Map();
  const former = new Map<string, Former>();

  const remember = (present: ReadonlySet<string>, atMs: number): void => {
    for (const [id, { name, slot }] of held) {
      if (!present.has(id)) former.set(id, { name, slot, leftMs: atMs });
    }
    for (const [id, { leftMs }] of former) {
      if (atMs - leftMs > graceMs || former.size > mostFormer) former.delete(id);
    }
  };

  return {
    assign: (holders, atMs) => {
      remember(new Set(holders.map(({ id }) => id)), atMs);
      const next = new Map<string, { readonly name: string; readonly slot: number }>();
      const taken = new Map<string, Set<number>>();
      const take = ({ id, name }: SlotHolder, slot: number): void => {
        next.set(id, { name, slot });
        taken.set(name, (taken.get(name) ?? new Set()).add(slot));
      };
      const isFree = (name: string, slot: number): boolean => taken.get(name)?.has(slot) !== true;

      for (const holder of holders) {
        const now = held.get(holder.id);
        if (now?.name === holder.name) take(holder, now.slot);
      }
      const others = holders.filter(({ id }) => !next.has(id));
      for (const holder of others) {
        const before = former.get(holder.id);
        if (before?.name === holder.name && isFree(holder.name, before.slot)) take(holder, before.slot);
      }
      for (const holder of others) {
        former.delete(holder.id);
        if (next.has(holder.id)) continue;
        let slot = 1;
        while (!isFree(holder.name, slot)) slot += 1;
        take(holder, slot);
      }
      held = next;
      return new Map([...next].map(([id, { slot }]) => [id, slot]));
    },
  };
};
