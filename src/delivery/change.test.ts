import { describe, expect, it } from "vitest";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import type { DeliveryOutput } from "./output-delivery.ts";
import { openWorkload } from "./test/hours.ts";
import { type Answer, plainOutput, usualLimits } from "./test/plain-output.ts";
import { balance, openStage, someProblem } from "./test/stage.ts";

const minute = 60_000;
const withinMs = 5_000;
const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };

const given = (name: string, answer?: Answer, more: Parameters<typeof plainOutput>[1] = {}) => {
  const output = plainOutput(answer, more);
  const one: DeliveryOutput = { name, output, limits: usualLimits };
  return { output, one };
};

const open = (...outputs: DeliveryOutput[]) => {
  const stage = openStage({ outputs });
  const change = async (...next: DeliveryOutput[]): Promise<void> => {
    const changed = stage.chain.change(next, withinMs);
    await stage.clock.advance(withinMs + 1000);
    await changed;
  };
  return { ...stage, change, workload: openWorkload(stage.clock, stage.chain) };
};

const sorted = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].toSorted((a, b) => a - b);

describe("a change of the outputs", () => {
  it("does not touch one that is the same", async () => {
    const same = given("same");
    const { workload, change, health } = open(same.one);
    await workload.run(minute);
    const before = health("same").delivered;
    await change(same.one, given("new").one);
    await workload.run(minute);
    expect(same.output.got).toEqual(workload.numbers());
    expect(health("same").delivered).toBeGreaterThan(before);
  });

  it("lets one of the same name go on where the one before was, with nothing lost and nothing twice", async () => {
    const before = given("one");
    const after = given("one");
    const { workload, change, health } = open(before.one);
    await workload.run(minute);
    await change(after.one);
    const counted = health("one");
    await workload.run(minute);
    expect([...before.output.got, ...after.output.got]).toEqual(workload.numbers());
    expect(after.output.got.length).toBeGreaterThan(10);
    const { items, accounted } = balance(health("one"));
    expect(accounted).toBe(items);
    expect(counted.delivered).toBe(before.output.got.length);
    expect(health("one").delivered).toBe(workload.numbers().length);
  });

  it("leaves it all counts, which never go back; what it had in hand is made anew, and was lost to nobody", async () => {
    let answer: DeliveryOutcome = { kind: "accepted" };
    const before = given("one", () => answer);
    const after = given("one");
    const { workload, change, health, problems } = open(before.one);
    await workload.run(minute);
    answer = retry;
    await workload.run(10 * minute);
    const then = health("one");
    expect(then.inHand).toBeGreaterThan(0);
    await change(after.one);
    await workload.run(minute);
    const now = health("one");
    for (const count of ["acceptedPoints", "items", "delivered", "retried", "sentBytes"] as const) {
      expect(now[count], count).toBeGreaterThanOrEqual(then[count]);
    }
    expect(now.requests.get("retry")).toBeGreaterThanOrEqual(then.requests.get("retry") ?? 0);
    expect(now).toMatchObject({ inHand: 0, returned: then.inHand, delivered: workload.numbers().length });
    expect(balance(now)).toEqual({ items: now.items, accounted: now.items });
    expect(now.acceptedPoints).toBe(workload.numbers().length);
    expect(problems.get("one")).toEqual([]);
  });

  it("leaves to it what the back end would not take from the one before", async () => {
    const before = given("one", () => retry);
    const after = given("one");
    const { workload, change } = open(before.one);
    await workload.run(10 * minute);
    expect(before.output.got).toEqual([]);
    await change(after.one);
    await workload.run(minute);
    expect(sorted(after.output.got)).toEqual(workload.numbers());
  });

  it("gives one that is left out the time to deliver and to say its last words, and then forgets it", async () => {
    const words: string[] = [];
    const conclude = async (): Promise<DeliveryOutcome> => {
      words.push("goodbye");
      return { kind: "accepted" };
    };
    const gone = given("gone", undefined, { conclude });
    const stays = given("stays");
    const { workload, change, chain, buffer, problems } = open(gone.one, stays.one);
    await workload.run(minute);
    await change(stays.one);
    const had = gone.output.got.length;
    await workload.run(minute);
    expect(words).toEqual(["goodbye"]);
    expect(gone.output.got).toHaveLength(had);
    expect(stays.output.got).toEqual(workload.numbers());
    expect(chain.health().map(({ name }) => name)).toEqual(["stays"]);
    expect(buffer.state().unclaimed).toEqual([]);
    expect(problems.get("gone")).toEqual([]);
  });

  it("tells what one that is left out did not get", async () => {
    const gone = given("gone", () => retry);
    const { workload, change, log, chain, clock } = open(gone.one);
    await workload.run(minute);
    await change();
    const [told] = log.filter(({ message }) => message.startsWith("An output that was switched off"));
    expect(told?.fields).toEqual({ output: "gone", points: workload.numbers().length });
    const asked = gone.output.asked.length;
    await workload.run(minute);
    expect(gone.output.asked).toHaveLength(asked);
    const drained = chain.drain(1000);
    await clock.advance(2000);
    expect((await drained).outputs).toEqual([]);
  });

  it("is none after the end", async () => {
    const one = given("one");
    const { workload, chain, clock, change } = open(one.one);
    await workload.run(minute);
    const drained = chain.drain(1000);
    await clock.advance(2000);
    await drained;
    await change(given("other").one);
    expect(chain.health().map(({ name }) => name)).toEqual(["one"]);
  });
});
