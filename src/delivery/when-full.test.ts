import { describe, expect, it } from "vitest";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import { openWorkload } from "./test/hours.ts";
import { plainOutput } from "./test/plain-output.ts";
import { intervalMs, openStage, someProblem } from "./test/stage.ts";

const hour = 3_600_000;
const minute = 60_000;
/** Room for about a quarter of an hour of collections. */
const bufferBytes = 30_000;
const limits = {
  maxItems: 100,
  maxBytes: 10_000,
  maxAgeMs: 12 * hour,
  cadenceMs: 1000,
  maxRequestsPerSecond: 10,
};
const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };

/** One output whose back end may be down beside one that is well. */
const open = (whenFull: "block" | "drop-oldest") => {
  const backEnd = { down: true };
  const down = plainOutput(() => (backEnd.down ? retry : undefined));
  const well = plainOutput();
  const stage = openStage({
    bufferBytes,
    outputs: [
      { name: "down", output: down, limits, whenFull },
      { name: "well", output: well, limits, whenFull },
    ],
  });
  const lost = (name: string, reason: string): number => stage.health(name).lostPoints.get(reason) ?? 0;
  return { backEnd, down, well, ...stage, lost, workload: openWorkload(stage.clock, stage.chain) };
};

describe("a full buffer", () => {
  it("that drops the oldest takes them from the output that is behind; the other gets everything", async () => {
    const { backEnd, down, well, lost, workload, health, problems } = open("drop-oldest");
    await workload.run(hour);
    expect(well.got).toEqual(workload.numbers());
    expect(health("well").lostPoints).toEqual(new Map());
    expect(problems.get("down")?.map(({ code }) => code)).toContain("output-losing");
    backEnd.down = false;
    await workload.run(10 * minute);
    const all = workload.numbers();
    const oldest = lost("down", "full");
    expect(oldest).toBeGreaterThan(0);
    expect(down.got.length + oldest).toBe(all.length);
    expect(down.got.slice(-60)).toEqual(all.slice(-60));
    expect(lost("down", "blocked")).toBe(0);
  });

  it("that blocks keeps what it has, and counts what it does not take as lost for every output", async () => {
    const { backEnd, down, well, lost, workload, health, problems } = open("block");
    await workload.run(hour);
    const blocked = lost("well", "blocked");
    expect(blocked).toBeGreaterThan(0);
    expect(lost("down", "blocked")).toBe(blocked);
    // The well one has all that was taken, and is told nothing more: the buffer is the slowest output's.
    expect(well.got).toEqual(workload.numbers().slice(0, well.got.length));
    for (const name of ["down", "well"]) {
      expect(problems.get(name)?.map(({ code }) => code)).toContain("output-losing");
      expect(health(name).lostPoints.get("full")).toBeUndefined();
    }
    backEnd.down = false;
    await workload.run(10 * minute);
    const all = workload.numbers();
    for (const output of [down, well]) {
      expect(output.got.length + lost("well", "blocked")).toBe(all.length);
      expect(output.got.slice(0, 90)).toEqual(all.slice(0, 90));
      expect(output.got.at(-1)).toBe(all.at(-1));
    }
    // It is asked again within five minutes, and then there is room.
    expect(lost("well", "blocked") - blocked).toBeLessThan(3 * ((5 * minute) / intervalMs));
  });

  it.each(["block", "drop-oldest"] as const)("that shall %s never makes a collection wait", async (whenFull) => {
    const { clock, workload, chain } = open(whenFull);
    const startedMs = clock.monotonic();
    await workload.run(hour);
    // `publish` is no promise; the hour took an hour.
    expect(clock.monotonic() - startedMs).toBe(hour);
    const drained = chain.drain(8000);
    await clock.advance(10_000);
    expect((await drained).tookMs).toBeLessThanOrEqual(8000);
  });

  it("that blocks counts what waits at the end", async () => {
    const { clock, workload, chain, health, lost } = open("block");
    await workload.run(hour);
    const drained = chain.drain(8000);
    await clock.advance(10_000);
    await drained;
    const { acceptedPoints, lostPoints } = health("well");
    expect(lostPoints.get("blocked")).toBe(lost("down", "blocked"));
    expect(acceptedPoints + (lostPoints.get("blocked") ?? 0) + (lostPoints.get("closed") ?? 0)).toBe(
      workload.numbers().length,
    );
  });
});
