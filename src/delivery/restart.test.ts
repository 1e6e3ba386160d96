import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { createFakeDisk } from "../../test/model/fake-disk.ts";
import { crc32 } from "../platform/checksum.ts";
import type { RecordBuffer } from "../ports/buffer.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import { openJournal } from "./buffers/journal/journal.ts";
import { describeDrain } from "./drain.ts";
import { repeated } from "./test/hours.ts";
import { type PlainOutput, plainOutput, snapshotOf, usualLimits } from "./test/plain-output.ts";
import { intervalMs, openStage, type Stage, someProblem, startMs } from "./test/stage.ts";

const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };
const minute = 60_000;

/** An agent that is started again and again on one disk, with one output whose back end may be down and one that is well. */
const openWorld = () => {
  const clock = openFakeClock({ nowMs: startMs });
  const disk = createFakeDisk();
  const world = { down: false, next: 0 };
  const well = plainOutput();
  const failing = plainOutput(() => (world.down ? retry : undefined));
  const limits = { ...usualLimits, maxItems: 2 };

  const openBuffer = async (): Promise<RecordBuffer> => {
    const options = { folder: "/buffer", maxBytes: 1_000_000, sync: "always", keepFreeBytes: 0 } as const;
    const opened = await openJournal(options, { disk: disk.attach(), clock, crc32 });
    if (!opened.ok) throw new Error(opened.problem.code);
    return opened.buffer;
  };
  const start = async (): Promise<Stage> =>
    openStage({
      clock,
      buffer: await openBuffer(),
      outputs: [
        { name: "well", output: well, limits },
        { name: "failing", output: failing, limits },
      ],
    });
  const run = async ({ chain }: Stage, collections: number): Promise<void> => {
    for (let collection = 0; collection < collections; collection += 1) {
      chain.publish(snapshotOf(clock.now(), [world.next, world.next + 1, world.next + 2]));
      world.next += 3;
      await clock.advance(intervalMs);
    }
  };
  const stop = async ({ chain }: Stage) => {
    const ended = chain.drain(8000);
    await clock.advance(10_000);
    return ended;
  };
  const numbers = (): readonly number[] => Array.from({ length: world.next }, (_, number) => number);
  const missing = (output: PlainOutput): readonly number[] => {
    const got = new Set(output.got);
    return numbers().filter((number) => !got.has(number));
  };
  return { clock, disk, world, well, failing, start, run, stop, numbers, missing };
};

describe("an agent with a disk", () => {
  it("keeps over a stop what a back end did not take", async () => {
    const { clock, world, well, failing, start, run, stop, numbers } = openWorld();
    const first = await start();
    world.down = true;
    await run(first, 6);
    const report = await stop(first);
    expect(report.outputs).toMatchObject([
      { output: "well", kept: { records: 0 }, lost: { records: 0 } },
      { output: "failing", kept: { records: 6, items: 18 }, lost: { records: 0 } },
    ]);
    expect(describeDrain(report)).toMatch(
      /^failing: 18 points \(6 records, \d+ bytes\) kept on disk for the next start$/,
    );

    const second = await start();
    await clock.advance(10);
    expect(second.health("failing").queue).toMatchObject({ records: 6, points: 18, oldestMs: startMs });
    await run(second, 2);
    world.down = false;
    await run(second, 12);
    expect(failing.got).toEqual(numbers());
    expect(well.got).toEqual(numbers());
    expect((await stop(second)).outputs).toMatchObject([{ kept: { records: 0 } }, { kept: { records: 0 } }]);
    expect(clock.pending()).toEqual([]);
  });

  it("loses nothing when it is killed, and delivers at the most what was in hand twice", async () => {
    const { disk, clock, world, well, failing, start, run, missing } = openWorld();
    for (let life = 0; life < 8; life += 1) {
      world.down = life % 3 === 0;
      const stage = await start();
      await run(stage, 4);
      await clock.advance(life * 70);
      disk.killProcess();
      await stage.buffer.close();
    }
    world.down = false;
    const last = await start();
    await run(last, 30);
    await clock.advance(2 * minute);
    expect({ well: missing(well), failing: missing(failing) }).toEqual({ well: [], failing: [] });
    expect(repeated(failing.got).length).toBeLessThan(40);
    expect(last.health("failing").lostPoints).toEqual(new Map());
  });

  it("goes on in memory when the disk is full, and says so", async () => {
    const { disk, world, well, failing, start, run, stop, numbers } = openWorld();
    world.down = true;
    const stage = await start();
    await run(stage, 3);
    disk.refuse = (operation) => (operation === "write" || operation === "create" ? "full" : undefined);
    await run(stage, 6);
    expect(stage.problems.get("buffer")).toMatchObject([{ code: "buffer-disk-full" }]);
    expect(well.got).toEqual(numbers());
    world.down = false;
    await run(stage, 12);
    expect(failing.got).toEqual(numbers());
    const { outputs } = await stop(stage);
    expect(outputs).toMatchObject([{ lost: { records: 0 } }, { lost: { records: 0 } }]);
  });
});
