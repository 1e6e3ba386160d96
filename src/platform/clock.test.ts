import { describe, expect, it } from "vitest";
import { systemClock } from "./clock.ts";

describe("system clock", () => {
  it("tells the time since the epoch, and a time that only grows", () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
    const firstMs = systemClock.monotonic();
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(firstMs);
  });

  it("sleeps as long as told", async () => {
    const startedMs = systemClock.monotonic();
    await systemClock.sleep(50);
    expect(systemClock.monotonic() - startedMs).toBeGreaterThan(45);
  });

  it("wakes at once when the signal fires, and does not fall asleep when it has", async () => {
    const stop = new AbortController();
    const startedMs = systemClock.monotonic();
    const asleep = systemClock.sleep(60_000, stop.signal);
    stop.abort();
    await asleep;
    await systemClock.sleep(60_000, stop.signal);
    expect(systemClock.monotonic() - startedMs).toBeLessThan(5000);
  });

  it.each([2 ** 31, Number.POSITIVE_INFINITY])("does not wake at once from a sleep of %d ms", async (ms) => {
    const stop = new AbortController();
    let awake = false;
    const asleep = systemClock.sleep(ms, stop.signal).then(() => {
      awake = true;
    });
    await systemClock.sleep(50);
    expect(awake).toBe(false);
    stop.abort();
    await asleep;
  });

  it("does not sleep for less than no time", async () => {
    const startedMs = systemClock.monotonic();
    await systemClock.sleep(-60_000);
    expect(systemClock.monotonic() - startedMs).toBeLessThan(5000);
  });
});
