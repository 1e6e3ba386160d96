import { describe, expect, it } from "vitest";
import type { DeliveryOutcome, PushLimits } from "../ports/push-output.ts";
import { problem } from "../problems/problem.ts";
import { openWorkload, repeated } from "./test/hours.ts";
import { type Answer, itemsOf, plainOutput, snapshotOf, usualLimits } from "./test/plain-output.ts";
import { balance, intervalMs, openStage, type StageOptions, someProblem, startMs } from "./test/stage.ts";

const hour = 3_600_000;
const minute = 60_000;
const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };

const open = (answer?: Answer, limits: Partial<PushLimits> = {}, more: Partial<StageOptions> = {}) => {
  const output = plainOutput(answer);
  const stage = openStage({ outputs: [{ name: "one", output, limits: { ...usualLimits, ...limits } }], ...more });
  return { output, ...stage, workload: openWorkload(stage.clock, stage.chain), one: () => stage.health("one") };
};

describe("delivery", () => {
  it("delivers what is published, in order and once", async () => {
    const { workload, output, one } = open();
    await workload.run(10 * minute);
    expect(output.got).toEqual(workload.numbers());
    expect(one()).toMatchObject({
      acceptedPoints: 180,
      items: 180,
      delivered: 180,
      inHand: 0,
      returned: 0,
      retried: 0,
      circuit: "closed",
      problems: [],
      queue: { records: 0, points: 0, bytes: 0 },
    });
    expect([...one().requests]).toEqual([["accepted", 60]]);
    expect(one().sentBytes).toBeGreaterThan(60 * 7);
    expect(one().lastDeliveredMs).toBeGreaterThan(startMs + 9 * minute);
  });

  it("delivers together what came between two rounds, the first at once", async () => {
    const { workload, output, clock } = open(undefined, { cadenceMs: minute });
    await workload.run(intervalMs);
    expect(output.got).toEqual([0, 1, 2]);
    await workload.run(5 * minute - intervalMs);
    await clock.advance(minute);
    expect(output.got).toEqual(workload.numbers());
    expect(output.asked.length).toBeLessThanOrEqual(7);
  });

  it.each([
    ["a small part of a backlog at a time", {}, 2],
    ["as much as the output has to see together", { selectBytes: 1_000_000 }, 6],
  ])("shows the output %s", async (_, more, expected) => {
    const shown: number[] = [];
    const output = plainOutput(undefined, {
      select: (deliveries) => {
        shown.push(deliveries.length);
        return itemsOf(deliveries);
      },
    });
    const limits = { ...usualLimits, maxItems: 100_000, maxBytes: 10_000_000, cadenceMs: minute, ...more };
    const { clock, chain } = openStage({ outputs: [{ name: "one", output, limits }], bufferBytes: 10_000_000 });
    // Of numbers without a pattern; about 60 kB each.
    const points = Array.from({ length: 6000 }, (_, number) => Math.sin(number) * 1e15);
    for (let collection = 0; collection < 13; collection += 1) {
      chain.publish(snapshotOf(clock.now(), points));
      await clock.advance(intervalMs);
    }
    expect(Math.max(...shown)).toBe(expected);
  });

  it("leaves the time between two requests of a route that it wants, until the agent ends", async () => {
    const times: number[] = [];
    let down = true;
    const { workload, clock, chain, output } = open(
      (_, { route }) => {
        if (route === "series") times.push(clock.monotonic());
        return down ? retry : undefined;
      },
      { routes: { series: { minGapMs: 30_000 } } },
    );
    await workload.run(2 * minute);
    down = false;
    await workload.run(20 * minute);
    const gaps = times.slice(1).map((atMs, place) => atMs - (times[place] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
    const drained = chain.drain(8000);
    await clock.advance(10_000);
    await drained;
    expect(output.got).toEqual(workload.numbers());
  });

  it("keeps routes apart", async () => {
    const { chain, clock, output } = open(undefined, { routes: { events: { maxItems: 1 } } });
    chain.publish(snapshotOf(startMs, [1, 2], "series"));
    await clock.advance(intervalMs);
    chain.publish(snapshotOf(startMs, [3, 4], "events"));
    await clock.advance(intervalMs);
    expect(output.asked).toEqual([
      { route: "series", ids: [1, 2] },
      { route: "events", ids: [3] },
      { route: "events", ids: [4] },
    ]);
  });

  it("drops what is too old for the back end, by its route, and says so", async () => {
    const down: Answer = () => (clock.now() < startMs + hour ? retry : undefined);
    const { chain, clock, output, one, problems } = open(down, {
      maxAgeMs: hour - minute,
      routes: { checks: { maxAgeMs: 10 * minute } },
    });
    chain.publish(snapshotOf(startMs - minute, [1], "series"));
    await clock.advance(intervalMs);
    chain.publish(snapshotOf(startMs + 30 * minute, [2], "checks"));
    await clock.advance(40 * minute);
    chain.publish(snapshotOf(startMs + 40 * minute, [3, 4], "series"));
    await clock.advance(25 * minute);
    chain.publish(snapshotOf(startMs + 65 * minute, [5], "checks"));
    await clock.advance(minute);
    expect(output.got).toEqual([3, 4, 5]);
    expect([...one().dropped]).toEqual([["too-old", 2]]);
    expect(balance(one())).toEqual({ items: 5, accounted: 5 });
    expect(problems.get("one")).toMatchObject([
      { code: "output-losing", detail: "since the start: 2 items (too-old)" },
    ]);
  });

  it("drops the oldest when the buffer is full, and counts it", async () => {
    let down = true;
    const { workload, output, one, problems } = open(() => (down ? retry : undefined), {}, { bufferBytes: 40_000 });
    await workload.run(hour / 2);
    expect(problems.get("one")).toContainEqual(expect.objectContaining({ code: "output-losing" }));
    down = false;
    await workload.run(10 * minute);
    const lostPoints = one().lostPoints.get("full") ?? 0;
    expect(lostPoints).toBeGreaterThan(0);
    expect(output.got.length + lostPoints).toBe(workload.numbers().length);
    expect(output.got.at(-1)).toBe(workload.numbers().at(-1));
    expect(repeated(output.got)).toEqual([]);
  });

  it("says how long an outage may last", async () => {
    const { workload, one } = open(() => retry, {}, { bufferBytes: 300_000 });
    expect(one().queue.roomSeconds).toBeUndefined();
    await workload.run(10 * minute);
    const { bytes, roomSeconds = 0 } = one().queue;
    expect(roomSeconds).toBeCloseTo(Math.min((300_000 - bytes) / (bytes / 590), 3600 - 600), -2);
    await workload.run(30 * minute);
    expect(one().queue.roomSeconds).toBeLessThan(roomSeconds);
  });
});

describe("what has to stand first", () => {
  it("stands before anything is sent", async () => {
    const seen: string[] = [];
    let stands = false;
    const output = plainOutput(
      () => {
        seen.push("deliver");
        return undefined;
      },
      {
        prepare: async (latest) => {
          seen.push(`prepare ${latest?.takenAtMs === startMs}`);
          return stands ? { kind: "accepted" } : retry;
        },
        prepareEveryMs: 10 * minute,
      },
    );
    const { clock, chain, problems } = openStage({ outputs: [{ name: "one", output, limits: usualLimits }] });
    chain.publish(snapshotOf(startMs, [1]));
    await clock.advance(minute);
    expect(new Set(seen)).toEqual(new Set(["prepare true"]));
    expect(seen.length).toBeLessThan(10);
    chain.publish(snapshotOf(startMs, [2]));
    expect(problems.get("one")).toEqual([someProblem]);
    stands = true;
    await clock.advance(2 * minute);
    expect(output.got).toEqual([1, 2]);
  });
});

describe("problems", () => {
  it("of the buffer are told too", async () => {
    const { buffer } = open();
    const full = problem("buffer-disk-full", "/data");
    const stage = openStage({
      outputs: [],
      buffer: { ...buffer, state: () => ({ ...buffer.state(), problems: [full] }) },
    });
    stage.chain.publish(snapshotOf(startMs, [1]));
    expect(stage.problems.get("buffer")).toEqual([full]);
  });

  it("of the chain itself end no output", async () => {
    const { buffer, clock } = open();
    let throws = 0;
    const output = plainOutput();
    const stage = openStage({
      clock,
      outputs: [{ name: "two", output, limits: usualLimits }],
      buffer: {
        ...buffer,
        reader: (name, options) => {
          const reader = buffer.reader(name, options);
          return {
            ...reader,
            lease: async (limits, signal) => {
              throws += 1;
              if (throws === 1) throw new TypeError("a defect");
              return reader.lease(limits, signal);
            },
          };
        },
      },
    });
    await clock.advance(0);
    expect(stage.health("two").problems).toMatchObject([{ code: "output-crashed", subject: "two" }]);
    stage.chain.publish(snapshotOf(clock.now(), [1]));
    await clock.advance(2 * minute);
    expect(output.got).toEqual([1]);
  });
});
