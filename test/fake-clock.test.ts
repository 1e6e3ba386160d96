import { describe, expect, it } from "vitest";
import { openFakeClock } from "./fake-clock.ts";

describe("fake clock", () => {
  it("stands still until it is moved", async () => {
    const clock = openFakeClock({ nowMs: 1000 });
    expect([clock.now(), clock.monotonic()]).toEqual([1000, 0]);
    await clock.advance(500);
    expect([clock.now(), clock.monotonic()]).toEqual([1500, 500]);
  });

  it("wakes sleepers in order, each at its own time, and those they put to sleep in turn", async () => {
    const clock = openFakeClock();
    const woken: (readonly [string, number])[] = [];
    const sleeper = async (name: string, ...pauses: readonly number[]): Promise<void> => {
      for (const ms of pauses) {
        await clock.sleep(ms);
        woken.push([name, clock.monotonic()]);
      }
    };
    const done = Promise.all([sleeper("a", 30, 20, 100), sleeper("b", 10, 40)]);
    expect(clock.pending()).toEqual([10, 30]);
    await clock.advance(60);
    expect(woken).toEqual([
      ["b", 10],
      ["a", 30],
      ["b", 50],
      ["a", 50],
    ]);
    expect(clock.pending()).toEqual([90]);
    await clock.advance(90);
    await done;
  });

  it("wakes a sleeper whose signal fires", async () => {
    const clock = openFakeClock();
    const stop = new AbortController();
    const asleep = clock.sleep(1000, stop.signal);
    stop.abort();
    await asleep;
    await clock.sleep(1000, stop.signal);
    expect([clock.monotonic(), clock.pending()]).toEqual([0, []]);
  });

  it("steps the wall clock alone", async () => {
    const clock = openFakeClock({ nowMs: 0 });
    clock.step(-3000);
    await clock.advance(1000);
    expect([clock.now(), clock.monotonic()]).toEqual([-2000, 1000]);
  });
});
