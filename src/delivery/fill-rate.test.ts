import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { createFillRate } from "./fill-rate.ts";

describe("fill rate", () => {
  it("is known from the second fill on, over a quarter of an hour", async () => {
    const clock = openFakeClock();
    const rate = createFillRate(clock);
    expect(rate.perSecond()).toBeUndefined();
    rate.add(1000);
    expect(rate.perSecond()).toBeUndefined();
    await clock.advance(10_000);
    rate.add(500);
    expect(rate.perSecond()).toBe(50);
    for (let fill = 0; fill < 100; fill += 1) {
      await clock.advance(10_000);
      rate.add(200);
    }
    expect(rate.perSecond()).toBe(20);
    await clock.advance(1_000_000);
    expect(rate.perSecond()).toBeUndefined();
  });
});
