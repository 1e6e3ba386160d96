import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openSlots, type SlotHolder } from "./slots.ts";

const holder = (id: string, name = "app"): SlotHolder => ({ id, name });
const graceMs = 1000;

/** One assignment of a run, and the one before it. */
interface Turn {
  readonly ids: readonly string[];
  readonly now: ReadonlyMap<string, number>;
  readonly before: ReadonlyMap<string, number>;
  /** What those had who left, and when they did. */
  readonly left: ReadonlyMap<string, { readonly slot: number; readonly atMs: number }>;
  readonly atMs: number;
}

const nameOf = (id: string): string => (id < "d" ? "app" : "db");

const run = (steps: readonly { readonly present: readonly string[]; readonly passedMs: number }[]): readonly Turn[] => {
  const slots = openSlots({ graceMs });
  let atMs = 0;
  let before: ReadonlyMap<string, number> = new Map();
  const left = new Map<string, { slot: number; atMs: number }>();
  return steps.map(({ present, passedMs }) => {
    atMs += passedMs;
    for (const [id, slot] of before) if (!present.includes(id)) left.set(id, { slot, atMs });
    const now = slots.assign(
      present.map((id) => holder(id, nameOf(id))),
      atMs,
    );
    const turn = { ids: present, now, before, left: new Map(left), atMs };
    before = now;
    return turn;
  });
};

/** What the others of its name have. */
const others = ({ ids, now }: Turn, id: string): readonly (number | undefined)[] =>
  ids.filter((other) => other !== id && nameOf(other) === nameOf(id)).map((other) => now.get(other));

const comers = ({ ids, before }: Turn): readonly string[] => ids.filter((id) => !before.has(id));

const expectUnique = (turn: Turn): void => {
  expect([...turn.now.keys()].toSorted()).toEqual(turn.ids.toSorted());
  for (const id of turn.ids) expect(others(turn, id)).not.toContain(turn.now.get(id));
};

const expectKept = ({ ids, before, now }: Turn): void => {
  for (const id of ids) if (before.has(id)) expect(now.get(id)).toBe(before.get(id));
};

const expectBackOrSmallest = (turn: Turn): void => {
  for (const id of comers(turn)) {
    const slot = turn.now.get(id) ?? 0;
    const last = turn.left.get(id);
    const mayReturn = last !== undefined && turn.atMs - last.atMs <= graceMs && !others(turn, id).includes(last.slot);
    if (mayReturn) expect(slot).toBe(last.slot);
    else for (let below = 1; below < slot; below += 1) expect(others(turn, id)).toContain(below);
  }
};

describe("slots", () => {
  it("are small, from 1 on, for each name on its own", () => {
    const slots = openSlots({ graceMs });
    const given = slots.assign([holder("a"), holder("b"), holder("c", "db")], 0);
    expect(Object.fromEntries(given)).toEqual({ a: 1, b: 2, c: 1 });
  });

  it("stay while others come and go", () => {
    const slots = openSlots({ graceMs });
    slots.assign([holder("a"), holder("b")], 0);
    expect(Object.fromEntries(slots.assign([holder("b")], 1))).toEqual({ b: 2 });
    expect(Object.fromEntries(slots.assign([holder("c"), holder("b")], 2))).toEqual({ b: 2, c: 1 });
  });

  it("wait for who comes back soon, when nobody took them", () => {
    const slots = openSlots({ graceMs });
    slots.assign([holder("a"), holder("b")], 0);
    slots.assign([], 1);
    expect(Object.fromEntries(slots.assign([holder("b")], graceMs))).toEqual({ b: 2 });
  });

  it("do not wait for ever", () => {
    const slots = openSlots({ graceMs });
    slots.assign([holder("a"), holder("b")], 0);
    slots.assign([], 1);
    expect(Object.fromEntries(slots.assign([holder("b")], graceMs + 2))).toEqual({ b: 1 });
  });

  it("go to who comes in the place of another", () => {
    const slots = openSlots({ graceMs });
    slots.assign([holder("a"), holder("b")], 0);
    expect(Object.fromEntries(slots.assign([holder("b"), holder("c")], 1))).toEqual({ b: 2, c: 1 });
    expect(Object.fromEntries(slots.assign([holder("a"), holder("b"), holder("c")], 2))).toEqual({ a: 3, b: 2, c: 1 });
  });

  it("two who restarted at once come back each to its own, whoever is first", () => {
    const slots = openSlots({ graceMs });
    slots.assign([holder("a"), holder("b")], 0);
    slots.assign([], 1);
    expect(Object.fromEntries(slots.assign([holder("b"), holder("a")], 2))).toEqual({ a: 1, b: 2 });
  });

  it.each([
    ["are unique among the present ones", expectUnique],
    ["stay as long as their holder does", expectKept],
    ["are the former one when it is free, else the smallest", expectBackOrSmallest],
  ])("%s", (_, law) => {
    const step = fc.record({
      present: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"), { maxLength: 6 }),
      passedMs: fc.nat({ max: 2 * graceMs }),
    });
    const steps = fc.array(step, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(steps, (taken) => {
        for (const turn of run(taken)) law(turn);
      }),
      { numRuns: 500 },
    );
  });
});
