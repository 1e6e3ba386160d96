import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { createClosing } from "./closing.ts";
import { openPatience } from "./patience.ts";
import { someProblem } from "./test/stage.ts";
import type { Wait } from "./wait.ts";

const retry: Wait = { kind: "retry", problem: someProblem };
const asked: Wait = { ...retry, afterMs: 20_000 };
const hold: Wait = { kind: "hold", problem: someProblem };

const open = () => {
  const clock = openFakeClock();
  const closing = createClosing(clock);
  const patience = openPatience({ clock, random: () => 0.5, closing });
  /** How the wait ended, and when. */
  const waited = async (wait: Wait, inARow: number) => {
    const startedMs = clock.monotonic();
    return { again: await patience(wait, inARow), afterMs: clock.monotonic() - startedMs };
  };
  return { clock, closing, waited };
};

describe("patience", () => {
  it.each<[string, Wait, number, number]>([
    ["a failure", retry, 1, 1500],
    ["many failures", retry, 12, 30_500],
    ["what was asked for", asked, 1, 20_500],
    ["a hold", hold, 2, 120_000],
  ])("waits after %s", async (_, wait, inARow, afterMs) => {
    const { clock, waited } = open();
    const result = waited(wait, inARow);
    await clock.advance(600_000);
    expect(await result).toEqual({ again: true, afterMs });
  });

  it.each<[string, Wait, number, { again: boolean; afterMs: number }]>([
    ["tries at once instead of backing off", retry, 30_000, { again: true, afterMs: 400 }],
    ["tries once more what was held", hold, 30_000, { again: true, afterMs: 400 }],
    ["waits for the time that was asked for", asked, 30_000, { again: true, afterMs: 20_500 }],
    ["gives up what was asked for too late", asked, 10_000, { again: false, afterMs: 400 }],
  ])("%s when the end is near", async (_, wait, withinMs, expected) => {
    const { clock, closing, waited } = open();
    const result = waited(wait, 20);
    await clock.advance(400);
    closing.begin(withinMs);
    closing.hurryUp();
    await clock.advance(600_000);
    expect(await result).toEqual(expected);
  });

  it("is short near the end, and there is none for a hold", async () => {
    const { clock, closing, waited } = open();
    closing.begin(2000);
    closing.hurryUp();
    const short = waited(retry, 9);
    await clock.advance(1000);
    expect(await short).toEqual({ again: true, afterMs: 550 });
    expect(await waited(hold, 1)).toEqual({ again: false, afterMs: 0 });
    expect(await waited(asked, 1)).toEqual({ again: false, afterMs: 0 });
    await clock.advance(800);
    expect(await waited(retry, 9)).toEqual({ again: false, afterMs: 0 });
  });

  it("ends with the stop", async () => {
    const { clock, closing, waited } = open();
    closing.begin(5000);
    closing.hurryUp();
    const result = waited(retry, 9);
    await clock.advance(10);
    closing.stopNow();
    expect(await result).toEqual({ again: false, afterMs: 10 });
    expect(await waited(retry, 1)).toEqual({ again: false, afterMs: 0 });
  });
});
