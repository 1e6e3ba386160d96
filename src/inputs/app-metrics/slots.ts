/** Who wants a number: one of those with this name. */
export interface SlotHolder {
  /** Stays while the target exists, over restarts too. */
  readonly id: string;
  readonly name: string;
}

/** A holder and its number. */
export interface Numbered extends SlotHolder {
  readonly slot: number;
}

/** What the numbers are, for whoever gives them next. */
export interface SlotState {
  readonly held: readonly Numbered[];
  /** Those who left and may come back. */
  readonly former: readonly Numbered[];
}

/** Small numbers from 1 on, unique among the live holders of one name. */
export interface Slots {
  /**
   * Gives every holder its number, and takes back those of who is not among them. In the order given, who comes new, or
   * back to a number that is taken, gets the smallest that is free.
   */
  assign(holders: readonly SlotHolder[], atMs: number): ReadonlyMap<string, number>;
  /** The same object until somebody comes or leaves. */
  state(): SlotState;
}

export interface SlotsOptions {
  /** For so long who left may come back to its number, when it is free. */
  readonly graceMs: number;
  /** Of who gave them before. */
  readonly before?: SlotState;
  /** When that was taken over: who is away then has left then. */
  readonly atMs?: number;
}

interface Former extends Numbered {
  readonly leftMs: number;
}

/** Containers that come and go: so many who left are remembered, the last ones. */
const mostFormer = 1000;

/** By id; of two with one number the first. */
const distinct = (all: readonly Numbered[]): ReadonlyMap<string, Numbered> => {
  const taken = new Set<string>();
  const kept = new Map<string, Numbered>();
  for (const one of all) {
    const number = `${one.slot} ${one.name}`;
    if (taken.has(number) || kept.has(one.id)) continue;
    taken.add(number);
    kept.set(one.id, one);
  }
  return kept;
};

/** The numbers of one assignment. */
const openNumbers = () => {
  const given = new Map<string, Numbered>();
  const taken = new Map<string, Set<number>>();
  const isFree = (name: string, slot: number): boolean => taken.get(name)?.has(slot) !== true;
  return {
    given,
    isFree,
    give: ({ id, name }: SlotHolder, slot: number): void => {
      given.set(id, { id, name, slot });
      taken.set(name, (taken.get(name) ?? new Set()).add(slot));
    },
    smallest: (name: string): number => {
      let slot = 1;
      while (!isFree(name, slot)) slot += 1;
      return slot;
    },
  };
};

export const openSlots = ({ graceMs, before, atMs: takenMs = 0 }: SlotsOptions): Slots => {
  let held = distinct(before?.held ?? []);
  const former = new Map<string, Former>();
  for (const one of before?.former.slice(-mostFormer) ?? []) former.set(one.id, { ...one, leftMs: takenMs });
  let state: SlotState | undefined;

  const remember = (present: ReadonlySet<string>, atMs: number): void => {
    for (const [id, one] of held) if (!present.has(id)) former.set(id, { ...one, leftMs: atMs });
    for (const [id, { leftMs }] of former) {
      if (atMs - leftMs > graceMs || former.size > mostFormer) former.delete(id);
    }
  };

  return {
    assign: (holders, atMs) => {
      remember(new Set(holders.map(({ id }) => id)), atMs);
      const { given, isFree, give, smallest } = openNumbers();
      for (const holder of holders) {
        const now = held.get(holder.id);
        if (now?.name === holder.name) give(holder, now.slot);
      }
      const comers = holders.filter(({ id }) => !given.has(id));
      if (comers.length > 0 || given.size < held.size) state = undefined;
      for (const holder of comers) {
        const last = former.get(holder.id);
        if (last?.name === holder.name && isFree(holder.name, last.slot)) give(holder, last.slot);
      }
      for (const holder of comers) {
        former.delete(holder.id);
        if (!given.has(holder.id)) give(holder, smallest(holder.name));
      }
      held = given;
      return new Map([...given].map(([id, { slot }]) => [id, slot]));
    },
    state: () => {
      state ??= {
        held: [...held.values()],
        former: [...former.values()].map(({ id, name, slot }) => ({ id, name, slot })),
      };
      return state;
    },
  };
};
