import fc from "fast-check";
import { expect, it } from "vitest";
import { readSlots, writeSlots } from "./slot-text.ts";

const numbered = fc.record({
  id: fc.string({ minLength: 1, unit: "grapheme" }),
  name: fc.string({ minLength: 1 }),
  slot: fc.integer({ min: 1, max: 10_000 }),
});
const state = fc.record({ held: fc.array(numbered), former: fc.array(numbered) });

it("reads what it wrote", () => {
  fc.assert(
    fc.property(state, (given) => {
      expect(readSlots(writeSlots(given))).toEqual(given);
    }),
  );
});

it("reads nothing of a text that is cut off", () => {
  fc.assert(
    fc.property(state, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (given, share) => {
      const text = writeSlots(given).trimEnd();
      expect(readSlots(text.slice(0, Math.floor(share * text.length)))).toBeUndefined();
    }),
  );
});

it.each([
  ["nothing", ""],
  ["no JSON", "slots"],
  ["a list", "[]"],
  ["something else's", '{"version":1,"held":[],"former":[]}'],
  ["another version's", '{"taskvitals":"slots","version":2,"held":[],"former":[]}'],
  ["half of it", '{"taskvitals":"slots","version":1,"held":[]}'],
])("reads %s as nothing", (_, text) => {
  expect(readSlots(text)).toBeUndefined();
});

it("leaves out what is no number of a holder", () => {
  const rows = [
    null,
    1,
    {},
    { id: "a", name: "web" },
    ...[0, -1, 1.5, 10_001, "2", null].map((slot) => ({ id: "a", name: "web", slot })),
  ];
  const good = { id: "b", name: "web", slot: 2 };
  const text = JSON.stringify({ taskvitals: "slots", version: 1, held: [...rows, good], former: rows });
  expect(readSlots(text)).toEqual({ held: [good], former: [] });
});
