import { describe, expect, it } from "vitest";
import type { DeliveryOutcome, PushLimits, PushOutput } from "../ports/push-output.ts";
import { problem } from "../problems/problem.ts";
import { describeDrain } from "./drain.ts";
import { type Answer, type NumberedItem, plainOutput, snapshotOf, usualLimits } from "./test/plain-output.ts";
import { balance, openStage, someProblem, startMs } from "./test/stage.ts";

const withinMs = 8000;
const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };
const hold: DeliveryOutcome = { kind: "hold", problem: problem("output-key", "back-end") };
const later: DeliveryOutcome = { ...retry, afterMs: 5000 };
const muchLater: DeliveryOutcome = { ...retry, afterMs: 60_000 };

interface World {
  readonly answer?: Answer;
  readonly more?: Partial<PushOutput<NumberedItem>>;
  readonly limits?: Partial<PushLimits>;
}

const open = ({ answer, more, limits }: World) => {
  const output = plainOutput(answer, more);
  const stage = openStage({ outputs: [{ name: "one", output, limits: { ...usualLimits, ...limits } }] });
  const { chain, clock } = stage;
  return {
    output,
    ...stage,
    publish: (...ids: readonly number[]) => chain.publish(snapshotOf(clock.now(), ids)),
    /** Drains, and says how that went and how long it took. */
    drained: async () => {
      const startedMs = clock.monotonic();
      let tookMs = -1;
      const ended = chain.drain(withinMs).then((report) => {
        tookMs = clock.monotonic() - startedMs;
        return report;
      });
      await clock.advance(withinMs + 1000);
      const report = await ended;
      return { report, tookMs, remains: describeDrain(report) };
    },
  };
};

/** A back end that says one thing until the end comes, and takes everything from then on. */
const until = (world: { ending: boolean }, outcome: DeliveryOutcome): Answer => {
  return () => (world.ending ? undefined : outcome);
};

describe("the end", () => {
  it("delivers the last collection, however far the next round is", async () => {
    const { output, clock, publish, drained, log } = open({ limits: { cadenceMs: 60_000 } });
    publish(1);
    await clock.advance(10_000);
    publish(2);
    const { report, tookMs, remains } = await drained();
    expect(output.got).toEqual([1, 2]);
    expect(tookMs).toBeLessThan(500);
    expect(report.outputs).toEqual([
      { output: "one", kept: { records: 0, items: 0, bytes: 0 }, lost: { records: 0, items: 0, bytes: 0 } },
    ]);
    expect(remains).toBe("Everything was delivered");
    expect(log).toContainEqual({
      message: "Deliveries ended",
      fields: { remains: "Everything was delivered", tookMs: Math.round(tookMs) },
    });
    expect(clock.pending()).toEqual([]);
  });

  it("comes at once when there is nothing", async () => {
    const { drained, clock, chain } = open({});
    expect((await drained()).tookMs).toBe(0);
    expect(await chain.drain(5)).toBe(await chain.drain(99_999));
    chain.publish(snapshotOf(startMs, [1]));
    await clock.advance(60_000);
    expect(clock.pending()).toEqual([]);
  });

  it.each<[string, DeliveryOutcome, readonly number[], number]>([
    ["cuts a back-off short", retry, [1, 2, 3], 1000],
    ["tries once more what was held", hold, [1, 2, 3], 1000],
    ["waits for the time that was asked for", later, [1, 2, 3], 6000],
    ["does not send what was asked for later", muchLater, [], 1000],
  ])("%s", async (_, outcome, expected, atMostMs) => {
    const world = { ending: false };
    const { output, clock, publish, drained, health } = open({ answer: until(world, outcome) });
    publish(1, 2, 3);
    await clock.advance(1500);
    world.ending = true;
    const { tookMs, report } = await drained();
    expect(output.got).toEqual(expected);
    expect(tookMs).toBeLessThanOrEqual(atMostMs);
    expect(report.outputs[0]?.lost.items).toBe(3 - expected.length);
    expect(clock.pending()).toEqual([]);
    expect(balance(health("one"))).toEqual({ items: 3, accounted: 3 });
  });

  it.each<[string, Answer]>([
    ["always fails", () => retry],
    ["always refuses the key", () => hold],
    ["never answers", () => new Promise(() => {})],
    [
      "answers only when it is given up",
      (_, { signal }) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(retry))),
    ],
  ])("comes in time with a back end that %s, and says what is lost", async (_, answer) => {
    const { output, clock, publish, drained, buffer } = open({ answer });
    publish(1, 2, 3);
    await clock.advance(10_000);
    publish(4);
    const { report, tookMs, remains } = await drained();
    expect(output.got).toEqual([]);
    expect(tookMs).toBeLessThanOrEqual(withinMs);
    expect(report.outputs).toMatchObject([{ kept: { records: 0 }, lost: { records: 2, items: 4 } }]);
    expect(remains).toMatch(/^one: 4 points \(2 records, \d+ bytes\) lost with the memory$/);
    expect(clock.pending()).toEqual([]);
    expect(await buffer.append([])).toMatchObject({ ok: false });
  });

  it("comes in time while a back end is slow, with what it took", async () => {
    const { clock, publish, drained, health } = open({
      answer: async () => {
        await clock.sleep(3000);
        return { kind: "accepted" };
      },
      limits: { maxItems: 1 },
    });
    publish(1, 2, 3, 4, 5);
    await clock.advance(1000);
    const { tookMs } = await drained();
    expect(tookMs).toBe(withinMs);
    // The third was under way at the end: whether it came in nobody knows.
    expect(health("one")).toMatchObject({ delivered: 2, inHand: 3 });
  });

  it("keeps to the pace", async () => {
    const { output, clock, publish, drained } = open({ limits: { maxItems: 1, maxRequestsPerSecond: 0.5 } });
    publish(1, 2, 3, 4, 5, 6, 7, 8, 9);
    await clock.advance(1000);
    await drained();
    expect(output.got).toEqual([1, 2, 3, 4, 5]);
  });

  it("does not wait for a preparation that fails", async () => {
    const prepare = async (): Promise<DeliveryOutcome> => hold;
    const { output, clock, publish, drained } = open({ more: { prepare } });
    publish(1);
    await clock.advance(10_000);
    const { report, tookMs } = await drained();
    expect(output.got).toEqual([]);
    expect(tookMs).toBe(0);
    expect(report.outputs).toMatchObject([{ lost: { items: 1 } }]);
  });

  it("ends with last words when everything is delivered, and only then", async () => {
    const words: string[] = [];
    const conclude = async (): Promise<DeliveryOutcome> => {
      words.push("last");
      return { kind: "accepted" };
    };
    const good = open({ more: { conclude } });
    good.publish(1);
    await good.drained();
    expect(good.output.got).toEqual([1]);
    expect(words).toEqual(["last"]);
    const failing = open({ answer: () => retry, more: { conclude } });
    failing.publish(1);
    await failing.drained();
    expect(words).toEqual(["last"]);
  });

  it("does not wait for last words without end", async () => {
    const { drained, publish } = open({ more: { conclude: () => new Promise(() => {}) } });
    publish(1);
    expect((await drained()).tookMs).toBe(withinMs);
  });

  it("does not wait for a full buffer", async () => {
    const { buffer, clock } = open({});
    const stage = openStage({
      clock,
      outputs: [{ name: "two", output: plainOutput(), limits: usualLimits }],
      buffer: { ...buffer, append: () => new Promise(() => {}) },
    });
    stage.chain.publish(snapshotOf(startMs, [1]));
    const ended = stage.chain.drain(withinMs);
    await clock.advance(withinMs);
    expect((await ended).tookMs).toBe(withinMs / 4);
  });

  it("looks at what is all too old for a moment at the most", async () => {
    const { clock, publish, drained, health } = open({ answer: () => retry, limits: { maxAgeMs: 60_000 } });
    for (let collection = 0; collection < 60; collection += 1) {
      publish(collection);
      await clock.advance(10_000);
    }
    clock.step(3_600_000);
    const { tookMs, report } = await drained();
    expect(tookMs).toBeLessThanOrEqual(1500);
    expect(report.outputs).toMatchObject([{ kept: { records: 0 } }]);
    const { dropped, lostPoints, acceptedPoints } = health("one");
    expect((dropped.get("too-old") ?? 0) + (lostPoints.get("too-old") ?? 0)).toBe(acceptedPoints);
  });

  it("is safe before the start of anything", async () => {
    const { clock, buffer } = open({});
    const stage = openStage({ clock, buffer, outputs: [] });
    expect((await stage.chain.drain(1000)).outputs).toEqual([]);
  });
});

describe("the report", () => {
  it("tells what stays on the disk from what is lost", () => {
    const none = { records: 0, items: 0, bytes: 0 };
    const some = { records: 2, items: 30, bytes: 400 };
    expect(
      describeDrain({
        tookMs: 1,
        outputs: [
          { output: "a", kept: some, lost: none },
          { output: "b", kept: none, lost: none },
          { output: "c", kept: none, lost: some },
        ],
      }),
    ).toBe(
      "a: 30 points (2 records, 400 bytes) kept on disk for the next start; c: 30 points (2 records, 400 bytes) lost with the memory",
    );
  });
});
