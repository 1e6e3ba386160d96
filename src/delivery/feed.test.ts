import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { decodeDelivery } from "../formats/delivery-record/record.ts";
import type { Happening } from "../model/happening.ts";
import { selfResource } from "../model/resource.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { zstd } from "../platform/zstd.ts";
import type { BufferReader, RecordBuffer } from "../ports/buffer.ts";
import type { Delivery } from "../ports/push-output.ts";
import { openMemoryBuffer } from "./buffers/memory.ts";
import { openFeed } from "./feed.ts";
import { itemsOf, snapshotOf } from "./test/plain-output.ts";
import { intervalMs, startMs } from "./test/stage.ts";

const happening = (id: number): Happening => ({
  kind: "started",
  atMs: startMs + id,
  resource: selfResource,
  facts: { id: String(id) },
});

const open = (happeningsBetween: (before: Snapshot, after: Snapshot) => readonly Happening[] = () => []) => {
  const clock = openFakeClock({ nowMs: startMs });
  const real = openMemoryBuffer({ maxBytes: 1_000_000 }, { clock });
  /** While closed, appends wait, as with a full buffer. */
  const gate = { open: Promise.resolve() };
  const buffer: RecordBuffer = {
    ...real,
    append: async (records) => {
      await gate.open;
      return real.append(records);
    },
  };
  const accepted: [string, number, number][] = [];
  const lost: [string, number][] = [];
  const reader = real.reader("one", { whenFull: "block" });
  const feed = openFeed({
    buffer,
    codec: zstd,
    clock,
    intervalMs,
    happeningsBetween,
    onAccepted: ({ kind, atMs, itemCount }) => accepted.push([kind, atMs - startMs, itemCount]),
    onLost: (reason, points) => lost.push([reason, points]),
  });
  const publish = (...ids: readonly number[]): void => feed.publish(snapshotOf(clock.now(), ids));
  return { clock, feed, buffer, real, gate, reader, accepted, lost, publish };
};

const taken = async (reader: BufferReader): Promise<readonly Delivery[]> => {
  const lease = await reader.lease({ maxRecords: 100, maxBytes: 1_000_000 });
  return (lease?.records ?? []).flatMap(({ body }) => decodeDelivery(body, zstd) ?? []);
};

describe("feed", () => {
  it("puts a snapshot into the buffer, with its points counted", async () => {
    const { clock, reader, accepted, publish } = open();
    publish(1, 2, 3);
    await clock.advance(500);
    expect(accepted).toEqual([["snapshot", 0, 3]]);
    expect(itemsOf(await taken(reader)).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it("takes the snapshots of inputs that collect together as one", async () => {
    const { clock, reader, accepted, feed, publish } = open();
    publish(1);
    await clock.advance(200);
    publish(1, 2);
    expect(feed.latest()?.entries[0]?.points).toHaveLength(2);
    await clock.advance(1000);
    expect(accepted).toHaveLength(1);
    expect(itemsOf(await taken(reader)).map(({ id }) => id)).toEqual([1, 2]);
  });

  it("takes two an interval at the most, however many inputs there are", async () => {
    const { clock, accepted, publish } = open();
    for (let second = 0; second < 60; second += 1) {
      publish(second);
      await clock.advance(1000);
    }
    expect(accepted.length).toBeLessThanOrEqual(12);
    expect(accepted.length).toBeGreaterThanOrEqual(10);
  });

  it("takes every one of a single input", async () => {
    const { clock, accepted, publish } = open();
    for (let round = 0; round < 6; round += 1) {
      publish(round);
      await clock.advance(intervalMs);
    }
    expect(accepted.map(([, atMs]) => atMs)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000]);
  });

  it("tells what happened since the one before", async () => {
    const compared: [number, number][] = [];
    const { clock, reader, accepted, publish } = open((before, after) => {
      compared.push([before.takenAtMs - startMs, after.takenAtMs - startMs]);
      return compared.length === 1 ? [happening(7), happening(9)] : [];
    });
    for (const id of [1, 2, 3]) {
      publish(id);
      await clock.advance(intervalMs);
    }
    expect(compared).toEqual([
      [0, 10_000],
      [10_000, 20_000],
    ]);
    expect(accepted).toEqual([
      ["snapshot", 0, 1],
      ["happenings", 9, 2],
      ["snapshot", 10_000, 1],
      ["snapshot", 20_000, 1],
    ]);
    expect(itemsOf(await taken(reader)).map(({ id, route }) => `${route} ${id}`)).toEqual([
      "series 1",
      "happenings 7",
      "happenings 9",
      "series 2",
      "series 3",
    ]);
  });

  it("makes nobody wait for a full buffer, and counts what it could not take", async () => {
    const { clock, gate, accepted, lost, publish } = open();
    let release: () => void = () => {};
    gate.open = new Promise((resolve) => {
      release = resolve;
    });
    for (const ids of [[1], [2, 2], [3, 3, 3], [4]]) {
      publish(...ids);
      await clock.advance(intervalMs);
    }
    expect(accepted).toEqual([]);
    expect(lost).toEqual([
      ["blocked", 2],
      ["blocked", 3],
    ]);
    release();
    await clock.advance(intervalMs);
    expect(accepted).toEqual([
      ["snapshot", 0, 1],
      ["snapshot", 30_000, 1],
    ]);
  });

  it("counts what the buffer refuses", async () => {
    const { clock, real, lost, publish } = open();
    await real.close();
    publish(1, 2);
    await clock.advance(intervalMs);
    expect(lost).toEqual([["closed", 2]]);
  });

  it("counts what a defect costs, and goes on", async () => {
    let calls = 0;
    const { clock, accepted, lost, publish } = open(() => {
      calls += 1;
      if (calls === 1) throw new Error("a defect");
      return [];
    });
    for (const id of [1, 2, 3]) {
      publish(id);
      await clock.advance(intervalMs);
    }
    expect(lost).toEqual([["defect", 1]]);
    expect(accepted.map(([, atMs]) => atMs)).toEqual([0, 20_000]);
  });

  it("is done at once when it must be", async () => {
    const { clock, feed, accepted, publish } = open();
    publish(1);
    await feed.flush();
    publish(2);
    await feed.flush();
    await feed.flush();
    expect(accepted).toEqual([
      ["snapshot", 0, 1],
      ["snapshot", 0, 1],
    ]);
    expect(clock.monotonic()).toBe(0);
    expect(clock.pending()).toEqual([]);
  });
});
