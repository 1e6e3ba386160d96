import { describe, expect, it } from "vitest";
import { type Answer, plainOutput, snapshotOf, usualLimits } from "./test/plain-output.ts";
import { balance, openStage, someProblem, startMs } from "./test/stage.ts";

const open = (answer?: Answer) => {
  const output = plainOutput(answer);
  return { output, ...openStage({ outputs: [{ name: "one", output, limits: usualLimits }] }) };
};

describe("delivery", () => {
  it("delivers what is published", async () => {
    const { chain, clock, output, health } = open();
    chain.publish(snapshotOf(startMs, [1, 2, 3]));
    await clock.advance(2000);
    chain.publish(snapshotOf(startMs + 10_000, [4]));
    await clock.advance(10_000);
    expect(output.got).toEqual([1, 2, 3, 4]);
    expect(health("one")).toMatchObject({ acceptedPoints: 4, items: 4, delivered: 4, inHand: 0, circuit: "closed" });
    expect(balance(health("one"))).toEqual({ items: 4, accounted: 4 });
  });

  it("tries again until it passes", async () => {
    let down = true;
    const { chain, clock, output, health } = open(() => (down ? { kind: "retry", problem: someProblem } : undefined));
    chain.publish(snapshotOf(startMs, [1, 2, 3]));
    await clock.advance(120_000);
    expect(output.got).toEqual([]);
    expect(health("one")).toMatchObject({ inHand: 3, circuit: "open" });
    down = false;
    await clock.advance(60_000);
    expect(output.got).toEqual([1, 2, 3]);
    expect(output.asked.at(-1)).toEqual({ route: "series", ids: [2, 3] });
    expect(health("one")).toMatchObject({ delivered: 3, inHand: 0, circuit: "closed" });
  });
});
