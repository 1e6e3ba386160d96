import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { attempt } from "./attempt.ts";

const never = new Promise<never>(() => {});

/** Resolves with the text when the signal fires. */
const whenFired = (signal: AbortSignal, text: string): Promise<string> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(text)));

describe("attempt", () => {
  it("gives the result of work that is done in time, without firing its signal", async () => {
    const clock = openFakeClock();
    let given: AbortSignal | undefined;
    const work = async (signal: AbortSignal): Promise<string> => {
      given = signal;
      await clock.sleep(900);
      return "done";
    };
    const outcome = attempt({ clock, deadlineMs: 1000, work });
    await clock.advance(900);
    expect(await outcome).toEqual({ done: true, result: "done" });
    await clock.advance(10_000);
    expect(given?.aborted).toBe(false);
    expect(clock.pending()).toEqual([]);
  });

  it("takes what is handed over when the deadline has come", async () => {
    const clock = openFakeClock();
    const outcome = attempt({ clock, deadlineMs: 1000, work: (signal) => whenFired(signal, "half") });
    await clock.advance(999);
    expect(clock.pending()).toEqual([1]);
    await clock.advance(1);
    expect(await outcome).toEqual({ done: true, result: "half" });
    expect(clock.pending()).toEqual([]);
  });

  it("waits a moment longer and no more", async () => {
    const clock = openFakeClock();
    const outcome = attempt({ clock, deadlineMs: 1000, work: () => never });
    await clock.advance(1250);
    expect(await outcome).toMatchObject({ done: false });
  });

  it("lets one know when the work has ended after all", async () => {
    const clock = openFakeClock();
    const outcome = attempt({ clock, deadlineMs: 1000, work: () => clock.sleep(5000).then(() => "late") });
    await clock.advance(1250);
    const { done, ...rest } = await outcome;
    expect(done).toBe(false);
    await clock.advance(5000);
    expect("ended" in rest && (await rest.ended)).toBe("late");
  });

  it("hurries when its signal fires", async () => {
    const clock = openFakeClock();
    const stop = new AbortController();
    const heedful = attempt({
      clock,
      deadlineMs: 60_000,
      signal: stop.signal,
      work: (signal) => whenFired(signal, "half"),
    });
    const deaf = attempt({ clock, deadlineMs: 60_000, signal: stop.signal, work: () => never });
    stop.abort();
    expect(await heedful).toEqual({ done: true, result: "half" });
    await clock.advance(250);
    expect(await deaf).toMatchObject({ done: false });
  });

  it("hurries from the start when its signal has fired before", async () => {
    const clock = openFakeClock();
    const outcome = attempt({ clock, deadlineMs: 60_000, signal: AbortSignal.abort(), work: () => never });
    await clock.advance(250);
    expect(await outcome).toMatchObject({ done: false });
  });
});
