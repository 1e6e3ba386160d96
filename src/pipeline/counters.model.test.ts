import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDerive } from "./derive.ts";
import { type CountedContainer, type Deed, openContainer } from "./test/counted-world.ts";
import { collectionOf, inWorld, startMs } from "./test/world.ts";

const intervalMs = 10_000;

/** Eighths are exact in binary: what is added up must come out equal. */
const amount = fc.integer({ min: 0, max: 320 }).map((eighths) => eighths / 8);
const ageMs = fc.integer({ min: 0, max: 9000 });

const work = fc.record({ do: fc.constant("work" as const), amount, ageMs });
const stall = fc.record({ do: fc.constant("stall" as const), amount });
const stop = fc.constant({ do: "stop" as const });
const vanish = fc.record({ do: fc.constant("vanish" as const), amount });
const restart = fc.record({ do: fc.constant("restart" as const), amount, ageMs });
const lose = fc.record({ do: fc.constant("lose" as const), amount, ageMs });
const slip = fc.record({
  do: fc.constant("slip" as const),
  amount,
  ageMs,
  part: fc.constantFrom(0, 0.125, 0.5),
});

const explained = [{ arbitrary: work, weight: 8 }, stall, stop, vanish, restart] as const;

/** Steps of our clock and the source's together, and of the source's alone, at a moment before the collection. */
interface ClockSteps {
  readonly bothMs: number;
  readonly sourceMs: number;
  readonly beforeMs: number;
}

const noSteps: ClockSteps = { bothMs: 0, sourceMs: 0, beforeMs: 0 };

const clockSteps: fc.Arbitrary<ClockSteps> = fc.oneof(
  { arbitrary: fc.constant(noSteps), weight: 6 },
  fc.record({
    bothMs: fc.constantFrom(3_600_000, -3_600_000, 7000, -7000, -1500, 45_000),
    sourceMs: fc.constant(0),
    beforeMs: fc.integer({ min: 0, max: 9999 }),
  }),
  fc.record({
    bothMs: fc.constant(0),
    sourceMs: fc.constantFrom(180_000, -180_000, 3_600_000, -3_600_000),
    beforeMs: fc.integer({ min: 0, max: 9999 }),
  }),
);

interface Tick {
  readonly deeds: readonly [Deed, Deed, Deed];
  readonly steps: ClockSteps;
}

const ticksOf = (deed: fc.Arbitrary<Deed>, steps: fc.Arbitrary<ClockSteps>): fc.Arbitrary<Tick[]> =>
  fc.array(fc.record({ deeds: fc.tuple(deed, deed, deed), steps }), { minLength: 2, maxLength: 40 });

/** Float arithmetic of a rate; nothing near the size of a false one. */
const slack = 1e-6;

interface Run {
  /** Called after each collection with what was told; `sampled`: what each container's sample was this time. */
  readonly check: (told: ReturnType<typeof inWorld>, sampled: readonly ("new" | "same" | "none")[]) => void;
  readonly containers: readonly CountedContainer[];
}

const play = (ticks: readonly Tick[], { check, containers }: Run): void => {
  const derive = openDerive();
  let ourOffsetMs = 0;
  let sourceOffsetMs = 0;
  for (const [number, { deeds, steps: told }] of ticks.entries()) {
    // A step before the first collection cannot be seen by anyone.
    const steps = number === 0 ? noSteps : told;
    const elapsedMs = number * intervalMs;
    const steppedMs = elapsedMs - steps.beforeMs;
    const beforeMs = ourOffsetMs + sourceOffsetMs;
    ourOffsetMs += steps.bothMs;
    sourceOffsetMs += steps.sourceMs;
    const offset = (trueMs: number): number => (trueMs < steppedMs ? beforeMs : ourOffsetMs + sourceOffsetMs);
    const sampled = containers.map((container, place) => container.live(deeds[place] ?? stopped, elapsedMs, offset));
    const nowMs = startMs + elapsedMs + ourOffsetMs;
    const { drafts } = collectionOf(nowMs, (recorder) => {
      for (const container of containers) container.record(recorder);
    });
    derive(drafts, { nowMs, elapsedMs });
    check(inWorld(drafts.values()), sampled);
  }
};

const stopped: Deed = { do: "stop" };

const threeContainers = (): readonly CountedContainer[] => ["a", "b", "c"].map(openContainer);

/** What really happened, in work a second, between the last two samples that were delivered. */
const really = (container: CountedContainer): number => {
  const last = container.last();
  const before = container.before();
  if (last === undefined || before === undefined) return 0;
  return ((last.worked - before.worked) / (last.tookMs - before.tookMs)) * 1000;
};

const together = (containers: readonly CountedContainer[]): number =>
  containers.reduce((sum, container) => sum + really(container), 0);

const worked = (containers: readonly CountedContainer[]): number =>
  containers.reduce((sum, container) => sum + (container.last()?.worked ?? 0), 0);

const expectTrue = (rate: number, container: CountedContainer): void => {
  expect(rate).toBeGreaterThanOrEqual(0);
  expect(rate).toBeLessThanOrEqual(really(container) * (1 + slack) + slack);
  if (container.isPlain()) expect(rate).toBeGreaterThanOrEqual(really(container) * (1 - slack) - slack);
};

describe("rates and sums of counters, against what really happened", () => {
  it("are never false, whatever happens to counters and clocks", () => {
    const history = fc.oneof(
      ticksOf(fc.oneof(...explained, lose, slip), fc.constant(noSteps)),
      ticksOf(fc.oneof(...explained), clockSteps),
    );
    fc.assert(
      fc.property(history, (ticks) => {
        const containers = threeContainers();
        let totalBefore = 0;
        const check: Run["check"] = (told, sampled) => {
          for (const [place, container] of containers.entries()) {
            const rate = told.container(container.id, "container.cpu.usage")?.value;
            if (sampled[place] === "none") expect(rate).toBeUndefined();
            else if (rate !== undefined) expectTrue(rate, container);
          }
          const total = told.task("one", "task.cpu.time");
          if (total === undefined) return;
          expect(total.value).toBeGreaterThanOrEqual(totalBefore);
          expect(total.value).toBeLessThanOrEqual(worked(containers));
          totalBefore = total.value;
          const sampledOnes = containers.filter((_, place) => sampled[place] !== "none");
          expect(total.perSecond ?? 0).toBeLessThanOrEqual(together(sampledOnes) * (1 + slack) + slack);
        };
        play(ticks, { containers, check });
      }),
      { numRuns: 500 },
    );
  });

  it("are complete when nothing happened that the source does not tell", () => {
    fc.assert(
      fc.property(ticksOf(fc.oneof(...explained, slip), fc.constant(noSteps)), (ticks) => {
        const containers = threeContainers();
        const check: Run["check"] = (told, sampled) => {
          for (const [place, container] of containers.entries()) {
            if (sampled[place] !== "new" || !container.isPlain()) continue;
            expect(told.container(container.id, "container.cpu.usage")?.value).toBeCloseTo(really(container), 6);
          }
          const total = told.task("one", "task.cpu.time")?.value;
          if (total !== undefined && containers.every((container) => container.isToldInFull())) {
            expect(total).toBe(worked(containers));
          }
        };
        play(ticks, { containers, check });
      }),
      { numRuns: 500 },
    );
  });

  it("tell rates again soon after any step of a clock", () => {
    fc.assert(
      fc.property(clockSteps, fc.array(ageMs, { minLength: 6, maxLength: 6 }), (steps, ages) => {
        const containers = [openContainer("a")];
        const rates: (number | undefined)[] = [];
        const ticks = ages.map((age, number): Tick => {
          const deed: Deed = { do: "work", amount: 5, ageMs: age };
          return { deeds: [deed, deed, deed], steps: number === 2 ? steps : noSteps };
        });
        play(ticks, {
          containers,
          check: (told) => {
            rates.push(told.container("a", "container.cpu.usage")?.value);
          },
        });
        expect(rates.slice(4).map((rate) => rate !== undefined)).toEqual([true, true]);
      }),
    );
  });
});
