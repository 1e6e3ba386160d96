import { readSlots, writeSlots } from "../../src/inputs/app-metrics/slot-text.ts";
import type { Subject } from "./subject.ts";

const held = ["web", "web", "db"].map((name, place) => ({
  id: `c${place}/prometheus 80/metrics`,
  name,
  slot: place + 1,
}));

/** What the agent left on a disk, and somebody else may have changed. */
export const keptSubjects: readonly Subject[] = [
  {
    name: "kept slots",
    form: "json",
    corpus: [writeSlots({ held, former: held.slice(0, 1) }), writeSlots({ held: [], former: [] })],
    words: ['"slot":', '"held":[', '"former":[', '"version":1', "1e9", "-0"],
    read: (input) => {
      const state = readSlots(input);
      for (const { slot } of [...(state?.held ?? []), ...(state?.former ?? [])]) {
        if (!Number.isInteger(slot) || slot < 1 || slot > 10_000) throw new Error(`a slot of ${slot}`);
      }
      return state;
    },
    growth: 10,
  },
];
