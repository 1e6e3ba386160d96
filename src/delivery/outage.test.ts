import { describe, expect, it } from "vitest";
import type { DeliveryOutcome, PushLimits } from "../ports/push-output.ts";
import { problem } from "../problems/problem.ts";
import { openWorkload } from "./test/hours.ts";
import { type Answer, accepted, plainOutput, snapshotOf, usualLimits } from "./test/plain-output.ts";
import { balance, intervalMs, openStage, type StageOptions, someProblem, startMs } from "./test/stage.ts";

const hour = 3_600_000;
const minute = 60_000;
const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };
const key = problem("output-key", "back-end", "403");

const open = (answer?: Answer, limits: Partial<PushLimits> = {}, more: Partial<StageOptions> = {}) => {
  const output = plainOutput(answer);
  const stage = openStage({ outputs: [{ name: "one", output, limits: { ...usualLimits, ...limits } }], ...more });
  return { output, ...stage, workload: openWorkload(stage.clock, stage.chain), one: () => stage.health("one") };
};

describe("a back end that is down", () => {
  it("costs the others nothing, and gets everything when it is back, without a burst", async () => {
    const limits = { ...usualLimits, maxAgeMs: 2 * hour, cadenceMs: 10_000, maxRequestsPerSecond: 2 };
    const arrivals = { quick: [] as number[], slow: [] as number[] };
    const times: number[] = [];
    let down = false;
    const noting =
      (list: number[]): Answer =>
      (ids) => {
        list.push(...ids.map(() => stage.clock.monotonic()));
        return undefined;
      };
    const quick = plainOutput(noting(arrivals.quick));
    const slow = plainOutput(async (ids, request) => {
      await stage.clock.sleep(3000);
      return noting(arrivals.slow)(ids, request) ?? accepted;
    });
    const failing = plainOutput(() => {
      times.push(stage.clock.monotonic());
      return down ? retry : undefined;
    });
    const stage = openStage({
      outputs: [
        { name: "quick", output: quick, limits },
        { name: "failing", output: failing, limits },
        { name: "slow", output: slow, limits },
      ],
    });
    const workload = openWorkload(stage.clock, stage.chain);
    /** The longest that an item took, by whole seconds. */
    const latency = (list: readonly number[]): number =>
      Math.max(...list.map((atMs, number) => Math.round((atMs - Math.floor(number / 3) * intervalMs) / 1000)));

    await workload.run(hour / 6);
    const before = { quick: latency(arrivals.quick), slow: latency(arrivals.slow) };
    down = true;
    await workload.run(hour);
    expect(failing.got).toHaveLength(180);
    expect(stage.health("failing")).toMatchObject({ circuit: "open", queue: { records: 360 } });
    expect(stage.problems.get("failing")).toMatchObject([{ code: "output-failing" }]);
    const attempts = times.length;
    expect(attempts).toBeLessThan(60 + 300);
    down = false;
    await workload.run(hour / 6);
    expect({ quick: latency(arrivals.quick), slow: latency(arrivals.slow) }).toEqual(before);
    expect(before.quick).toBeLessThanOrEqual(11);
    for (const output of [quick, failing, slow]) expect(output.got).toEqual(workload.numbers());
    const gaps = times.slice(1).map((atMs, place) => atMs - (times[place] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
    for (const name of ["quick", "failing", "slow"]) {
      expect(balance(stage.health(name))).toEqual({ items: 1440, accounted: 1440 });
      expect(stage.health(name)).toMatchObject({ delivered: 1440, inHand: 0, queue: { records: 0 } });
    }
    expect(stage.problems.get("failing")).toEqual([]);
  });

  it("gets one small request at a time until one passes", async () => {
    let down = true;
    const { workload, output } = open(() => (down ? retry : undefined));
    await workload.run(5 * minute);
    const sizes = output.asked.map(({ ids }) => ids.length);
    expect(sizes.slice(0, 5)).toEqual([3, 3, 3, 3, 3]);
    expect(new Set(sizes.slice(5))).toEqual(new Set([1]));
    down = false;
    await workload.run(5 * minute);
    expect(output.got).toEqual(workload.numbers());
  });

  it("is not asked before the time it named, for an hour", async () => {
    const times: number[] = [];
    const { workload, clock, output, one } = open(() => {
      times.push(clock.monotonic());
      return times.length <= 40 ? { ...retry, afterMs: 90_000 } : undefined;
    });
    await workload.run(hour + 10 * minute);
    const gaps = times.slice(1, 41).map((atMs, place) => atMs - (times[place] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(90_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(91_000);
    // The first are an hour old by then: some in hand, some still in the queue.
    const tooOld = (one().dropped.get("too-old") ?? 0) + (one().lostPoints.get("too-old") ?? 0);
    expect(tooOld).toBeLessThan(60);
    expect(output.got.length + tooOld).toBe(workload.numbers().length);
    expect(one().inHand).toBe(0);
  });

  it("that refuses the key is asked seldom, and everything is kept until it takes it", async () => {
    let wrong = true;
    const { workload, output, one, problems } = open(() => (wrong ? { kind: "hold", problem: key } : undefined));
    await workload.run(30 * minute);
    expect(output.asked.length).toBeLessThanOrEqual(9);
    expect(one()).toMatchObject({ circuit: "held", delivered: 0, problems: [key], queue: { records: 180 } });
    expect(problems.get("one")).toEqual([key]);
    wrong = false;
    await workload.run(10 * minute);
    expect(output.got).toEqual(workload.numbers());
    expect(problems.get("one")).toEqual([]);
  });

  it("that never answers is given up after the time there is for a request", async () => {
    const { workload, output, one } = open(() => new Promise(() => {}), { timeoutMs: 5000 });
    await workload.run(10 * minute);
    // The output does not heed its signal: no second request is made beside the first.
    expect(output.asked).toHaveLength(1);
    expect(one().problems).toMatchObject([{ code: "output-timeout" }]);
  });

  it("on one route does not keep the others of the same collection back", async () => {
    const { chain, clock, output } = open((_, { route }) => (route === "b" ? retry : undefined));
    const entries = ["a", "b", "c"].flatMap((route, id) => snapshotOf(startMs, [id], route).entries);
    chain.publish({ ...snapshotOf(startMs, []), entries });
    await clock.advance(2000);
    expect(output.got).toEqual([0, 2]);
  });
});

describe("a clock that jumps", () => {
  it.each([
    ["back a day", -24 * hour],
    ["back a minute", -minute],
    ["ahead a minute", minute],
  ])("%s changes nothing", async (_, stepMs) => {
    let down = true;
    const { workload, clock, output, one } = open(() => (down ? retry : undefined));
    await workload.run(10 * minute);
    clock.step(stepMs);
    await workload.run(10 * minute);
    down = false;
    await workload.run(10 * minute);
    expect(output.got).toEqual(workload.numbers());
    expect(balance(one())).toEqual({ items: 540, accounted: 540 });
  });

  it("half an hour ahead and back leaves points from the future, which are counted where they are refused; no others", async () => {
    let down = true;
    const { workload, clock, output, one, problems } = open(() => (down ? retry : undefined), {
      maxAheadMs: 10 * minute,
    });
    await workload.run(5 * minute);
    const before = workload.numbers().length;
    clock.step(30 * minute);
    await workload.run(5 * minute);
    const ahead = workload.numbers().slice(before);
    clock.step(-30 * minute);
    await workload.run(5 * minute);
    down = false;
    await workload.run(5 * minute);
    expect(output.got).toEqual(workload.numbers().filter((number) => !ahead.includes(number)));
    expect(one()).toMatchObject({ dropped: new Map([["too-new", ahead.length]]), lostPoints: new Map(), inHand: 0 });
    expect(problems.get("one")).toMatchObject([
      { code: "output-losing", detail: "since the start: 90 items (too-new)" },
    ]);
    expect(balance(one())).toEqual({ items: 360, accounted: 360 });
  });

  it("a little ahead and back loses nothing", async () => {
    let down = true;
    const { workload, clock, output } = open(() => (down ? retry : undefined), { maxAheadMs: 10 * minute });
    clock.step(9 * minute);
    await workload.run(5 * minute);
    clock.step(-9 * minute);
    down = false;
    await workload.run(5 * minute);
    expect(output.got).toEqual(workload.numbers());
  });

  it("ahead a day makes old what was not delivered, which is counted", async () => {
    let down = true;
    const { workload, clock, output, one } = open(() => (down ? retry : undefined));
    await workload.run(10 * minute);
    clock.step(24 * hour);
    down = false;
    await workload.run(10 * minute);
    const { dropped, lostPoints, inHand } = one();
    expect(output.got).toEqual(workload.numbers().slice(180));
    expect((dropped.get("too-old") ?? 0) + (lostPoints.get("too-old") ?? 0)).toBe(180);
    expect(inHand).toBe(0);
  });
});
