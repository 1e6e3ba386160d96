import { describe, expect, it } from "vitest";
import { createTally } from "./tally.ts";

describe("tally", () => {
  it("counts by reason, and an endless number of reasons as other", () => {
    const tally = createTally();
    tally.add("full", 2);
    tally.add("full", 3);
    tally.add("none", 0);
    expect([...tally.counts()]).toEqual([["full", 5]]);
    for (let reason = 0; reason < 100; reason += 1) tally.add(`reason ${reason}`, 1);
    tally.add("full", 1);
    expect(tally.counts().size).toBe(31);
    expect(tally.counts().get("other")).toBe(71);
    expect(tally.counts().get("full")).toBe(6);
  });
});
