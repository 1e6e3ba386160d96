import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import { openCalls } from "./calls.ts";
import { openPreparation } from "./preparation.ts";
import { accepted, plainOutput, snapshotOf } from "./test/plain-output.ts";
import { someProblem, startMs } from "./test/stage.ts";
import { openTroubles } from "./troubles.ts";

const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };
const hold: DeliveryOutcome = { kind: "hold", problem: someProblem };
const bad: DeliveryOutcome = { kind: "bad", problem: someProblem };

const open = (prepareEveryMs?: number) => {
  const clock = openFakeClock();
  const troubles = openTroubles(clock);
  const stop = new AbortController();
  const latest = snapshotOf(startMs, [1]);
  const world = { outcome: accepted as DeliveryOutcome, prepared: 0 };
  const prepare = async (given: unknown): Promise<DeliveryOutcome> => {
    expect(given).toBe(latest);
    world.prepared += 1;
    return world.outcome;
  };
  const output = plainOutput(undefined, { prepare, ...(prepareEveryMs === undefined ? {} : { prepareEveryMs }) });
  const calls = openCalls({ name: "one", clock, timeoutMs: 1000 });
  const preparation = openPreparation({ output, calls, troubles, clock, random: () => 0.5, latest: () => latest });
  return { clock, troubles, world, preparation, stop, see: () => preparation.see(stop.signal) };
};

describe("preparation", () => {
  it("is made once when it need not be made anew", async () => {
    const { clock, world, see } = open();
    expect(await see()).toBeUndefined();
    await clock.advance(1e9);
    expect(await see()).toBeUndefined();
    expect(world.prepared).toBe(1);
  });

  it("is made anew as often as it must be", async () => {
    const { clock, world, see } = open(60_000);
    await see();
    await clock.advance(59_999);
    await see();
    expect(world.prepared).toBe(1);
    await clock.advance(1);
    await see();
    expect(world.prepared).toBe(2);
  });

  it.each([retry, hold])("holds deliveries until it stood for the first time: $kind", async (outcome) => {
    const { world, preparation, troubles, see } = open();
    world.outcome = outcome;
    expect(await see()).toMatchObject({ kind: outcome.kind });
    expect(await see()).toMatchObject({ kind: outcome.kind });
    expect(preparation.failuresInARow()).toBe(2);
    expect(troubles.standing()).toEqual([someProblem]);
    world.outcome = accepted;
    expect(await see()).toBeUndefined();
    expect(troubles.standing()).toEqual([]);
    expect(preparation.failuresInARow()).toBe(0);
  });

  it("goes on when it is refused, and says so", async () => {
    const { world, troubles, see } = open(60_000);
    world.outcome = bad;
    expect(await see()).toBeUndefined();
    expect(await see()).toBeUndefined();
    expect(world.prepared).toBe(1);
    expect(troubles.standing()).toEqual([someProblem]);
  });

  it("goes on with what stood before, and tries again with patience", async () => {
    const { clock, world, troubles, see } = open(60_000);
    await see();
    await clock.advance(60_000);
    world.outcome = retry;
    expect(await see()).toBeUndefined();
    expect(troubles.standing()).toEqual([someProblem]);
    expect(await see()).toBeUndefined();
    expect(world.prepared).toBe(2);
    await clock.advance(1500);
    world.outcome = accepted;
    expect(await see()).toBeUndefined();
    expect(world.prepared).toBe(3);
    expect(troubles.standing()).toEqual([]);
  });

  it("is not there in every output", async () => {
    const clock = openFakeClock();
    const preparation = openPreparation({
      output: plainOutput(),
      calls: openCalls({ name: "one", clock, timeoutMs: 1000 }),
      troubles: openTroubles(clock),
      clock,
      random: () => 0,
      latest: () => undefined,
    });
    expect(await preparation.see(new AbortController().signal)).toBeUndefined();
  });

  it("is no trouble when the agent ends meanwhile", async () => {
    const { world, stop, troubles, see } = open();
    world.outcome = hold;
    stop.abort();
    expect(await see()).toMatchObject({ kind: "retry" });
    expect(troubles.standing()).toEqual([]);
  });
});
