import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { openCadence } from "./cadence.ts";

describe("cadence", () => {
  it("ticks at its own phase, whatever a round took", async () => {
    const clock = openFakeClock();
    const cadence = openCadence(clock, 60_000, 0.25);
    const ticks: number[] = [];
    for (const tookMs of [100, 100, 70_000, 100]) {
      await clock.advance(tookMs);
      await clock.advance(cadence.untilNextMs());
      ticks.push(clock.monotonic());
    }
    expect(ticks).toEqual([15_000, 75_000, 195_000, 255_000]);
  });

  it("takes a tick as come when the timer woke a little early", async () => {
    const clock = openFakeClock();
    const cadence = openCadence(clock, 10_000, 0.5);
    await clock.advance(4999);
    expect(cadence.untilNextMs()).toBe(10_001);
  });

  it("has nothing to do with the wall clock", async () => {
    const clock = openFakeClock();
    const cadence = openCadence(clock, 10_000, 0.5);
    clock.step(-86_400_000);
    expect(cadence.untilNextMs()).toBe(5000);
  });
});
