import { expect, test } from "vitest";
import type { BufferReader, BufferRecord, RecordBuffer } from "../../src/ports/buffer.ts";
import { type FakeClock, openFakeClock } from "../fake-clock.ts";

/** How a buffer under test is opened: empty, with so much room, and with this clock. */
export type OpenBuffer = (maxBytes: number, clock: FakeClock) => Promise<RecordBuffer>;

/** What has to be so once the buffer is closed. */
export type AfterClose = () => void;

const text = new TextEncoder();
const words = new TextDecoder();

export const recordOf = (word: string, more: Partial<BufferRecord> = {}): BufferRecord => ({
  kind: "metrics",
  atMs: 1_000,
  itemCount: 1,
  body: text.encode(word),
  ...more,
});

const wordOf = ({ body }: BufferRecord): string => words.decode(body).trimEnd();

/** A record that takes so many bytes. */
const large = (word: string, bytes: number): BufferRecord => recordOf(word.padEnd(bytes, " "));

const everything = { maxRecords: 1_000_000, maxBytes: Number.MAX_SAFE_INTEGER };
const mebibyte = 1024 * 1024;

/** What the reader has now, without settling it. */
export const seenBy = async (reader: BufferReader): Promise<readonly string[]> => {
  if (reader.backlog().records === 0) return [];
  const lease = await reader.lease(everything);
  const seen = lease?.records.map(wordOf) ?? [];
  lease?.release();
  return seen;
};

/** Takes and settles all there is, lease by lease. */
export const drain = async (reader: BufferReader, maxRecords = 1_000): Promise<readonly string[]> => {
  const seen: string[] = [];
  while (reader.backlog().records > 0) {
    const lease = await reader.lease({ maxRecords, maxBytes: mebibyte });
    seen.push(...(lease?.records.map(wordOf) ?? []));
    await lease?.settle();
  }
  return seen;
};

const numbered = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `${prefix}${from + index}`);

/** What every buffer promises. */
export const testBuffer = (open: OpenBuffer, afterClose: AfterClose = () => {}): void => {
  const withBuffer = async (
    act: (buffer: RecordBuffer, clock: FakeClock) => Promise<void>,
    maxBytes = mebibyte,
  ): Promise<void> => {
    const clock = openFakeClock({ nowMs: 10_000 });
    const buffer = await open(maxBytes, clock);
    await act(buffer, clock);
    await buffer.close();
    afterClose();
  };

  test("hands out what was appended, whole and in order", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      const body = new Uint8Array([0, 255, 10, 13]);
      await buffer.append([{ kind: "checks", atMs: 1234.5, itemCount: 7, body }, recordOf("two")]);
      await buffer.append([recordOf("")]);
      const lease = await reader.lease(everything);
      expect(lease?.records.map(({ body: bytes, ...rest }) => ({ ...rest, body: [...bytes] }))).toEqual([
        { kind: "checks", atMs: 1234.5, itemCount: 7, sequence: 1, body: [0, 255, 10, 13] },
        { kind: "metrics", atMs: 1000, itemCount: 1, sequence: 2, body: [...text.encode("two")] },
        { kind: "metrics", atMs: 1000, itemCount: 1, sequence: 3, body: [] },
      ]);
      await lease?.settle();
      expect(reader.backlog()).toEqual({ records: 0, items: 0, bytes: 0 });
    }));

  test("keeps a copy: what the caller does with its bytes afterwards changes nothing", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      const record = recordOf("before");
      await buffer.append([record]);
      record.body.fill(0);
      expect(await seenBy(reader)).toEqual(["before"]);
    }));

  test("settles and releases, each reader for itself", () =>
    withBuffer(async (buffer) => {
      const one = buffer.reader("one", { whenFull: "block" });
      const other = buffer.reader("other", { whenFull: "block" });
      await buffer.append(numbered("r", 0, 5).map((word) => recordOf(word)));
      const first = await one.lease({ maxRecords: 2, maxBytes: mebibyte });
      expect(first?.records.map(wordOf)).toEqual(["r0", "r1"]);
      await first?.settle();
      const second = await one.lease({ maxRecords: 2, maxBytes: mebibyte });
      expect(second?.records.map(wordOf)).toEqual(["r2", "r3"]);
      second?.release();
      expect(await seenBy(one)).toEqual(["r2", "r3", "r4"]);
      expect(await drain(one, 1)).toEqual(["r2", "r3", "r4"]);
      expect(await seenBy(other)).toEqual(numbered("r", 0, 5));
      expect(other.backlog().records).toBe(5);
    }));

  test("keeps to the limits of a lease, but for one record that is larger alone", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      await buffer.append([large("a", 10), large("b", 10), large("c", 100), large("d", 10)]);
      const taken: string[][] = [];
      while (reader.backlog().records > 0) {
        const lease = await reader.lease({ maxRecords: 10, maxBytes: 25 });
        taken.push(lease?.records.map(wordOf) ?? []);
        await lease?.settle();
      }
      expect(taken).toEqual([["a", "b"], ["c"], ["d"]]);
    }));

  test("waits for a record, and stops waiting when told to", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      const waiting = reader.lease(everything);
      await buffer.append([recordOf("late")]);
      const lease = await waiting;
      expect(lease?.records.map(wordOf)).toEqual(["late"]);
      await lease?.settle();
      const stop = new AbortController();
      const idle = reader.lease(everything, stop.signal);
      stop.abort();
      expect(await idle).toBeUndefined();
      expect(await reader.lease(everything, AbortSignal.abort())).toBeUndefined();
    }));

  test("has one lease at a time, and each ends once", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      await buffer.append([recordOf("a")]);
      const lease = await reader.lease(everything);
      await expect(reader.lease(everything)).rejects.toThrow("has a lease");
      lease?.release();
      expect(() => lease?.release()).toThrow("twice");
      expect(() => lease?.settle()).toThrow("twice");
      expect(await seenBy(reader)).toEqual(["a"]);
    }));

  test("a new reader begins with the next record; asking again gives the same one", () =>
    withBuffer(async (buffer) => {
      await buffer.append([recordOf("before")]);
      const reader = buffer.reader("new", { whenFull: "block" });
      expect(reader.backlog()).toEqual({ records: 0, items: 0, bytes: 0 });
      await buffer.append([recordOf("after")]);
      expect(await seenBy(reader)).toEqual(["after"]);
      expect(await seenBy(buffer.reader("new", { whenFull: "drop-oldest" }))).toEqual(["after"]);
    }));

  test("tells readers apart by their names, whatever is in them", () =>
    withBuffer(async (buffer) => {
      const long = "x".repeat(400);
      const names = ["a", "A", "../a", "a/b", "", ".", "%61", "ä", "日本", "a\u0000b", long, `${long}y`];
      const readers = names.map((name) => buffer.reader(name, { whenFull: "block" }));
      await buffer.append([recordOf("one")]);
      for (const reader of readers) expect(await drain(reader)).toEqual(["one"]);
    }));

  test("passes over kinds that a reader does not want, without counting them", () =>
    withBuffer(async (buffer) => {
      const logs = buffer.reader("logs", { whenFull: "block", kinds: ["logs"] });
      const all = buffer.reader("all", { whenFull: "block" });
      await buffer.append([recordOf("m"), recordOf("l", { kind: "logs", itemCount: 4 }), recordOf("m2")]);
      expect(logs.backlog()).toEqual({ records: 1, items: 4, bytes: 1, oldestMs: 1000 });
      expect(await drain(logs)).toEqual(["l"]);
      expect(await drain(all)).toEqual(["m", "l", "m2"]);
      expect(logs.lost().size).toBe(0);
    }));

  test("tells how much waits, and how old it is", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      await buffer.append([recordOf("aa", { atMs: 5_000, itemCount: 3 }), recordOf("b", { atMs: 6_000 })]);
      expect(reader.backlog()).toEqual({ records: 2, items: 4, bytes: 3, oldestMs: 5_000 });
      const lease = await reader.lease({ maxRecords: 1, maxBytes: 100 });
      expect(reader.backlog()).toEqual({ records: 2, items: 4, bytes: 3, oldestMs: 5_000 });
      await lease?.settle();
      expect(reader.backlog()).toEqual({ records: 1, items: 1, bytes: 1, oldestMs: 6_000 });
    }));

  test("drops what is too old, and counts it", () =>
    withBuffer(async (buffer, clock) => {
      const reader = buffer.reader("out", { whenFull: "block", maxAgeMs: 5_000 });
      await buffer.append([
        recordOf("old", { atMs: 4_999, itemCount: 2 }),
        recordOf("young", { atMs: 5_000 }),
        recordOf("old too", { atMs: 4_000, itemCount: 3 }),
        recordOf("younger", { atMs: 8_000 }),
      ]);
      expect(clock.now()).toBe(10_000);
      expect(await drain(reader)).toEqual(["young", "younger"]);
      expect(reader.lost()).toEqual(new Map([["too-old", { records: 2, items: 5, bytes: 10 }]]));
    }));

  test("frees what is too old, though nobody asks for it", () =>
    withBuffer(async (buffer, clock) => {
      const reader = buffer.reader("out", { whenFull: "block", maxAgeMs: 5_000 });
      for (const word of numbered("r", 0, 40)) await buffer.append([{ ...large(word, 1_000), atMs: clock.now() }]);
      const { bytes } = buffer.state();
      await clock.advance(6_000);
      await buffer.append([{ ...large("new", 1_000), atMs: clock.now() }]);
      expect(buffer.state().bytes).toBeLessThan(bytes / 2);
      expect((reader.lost().get("too-old")?.records ?? 0) + reader.backlog().records).toBe(41);
      expect(await drain(reader)).toEqual(["new"]);
      expect(reader.lost().get("too-old")?.records).toBe(40);
    }, 65_536));

  test("full, it drops the oldest of readers that let it, exactly counted", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "drop-oldest" });
      const words = numbered("r", 0, 200);
      for (const word of words) expect(await buffer.append([large(word, 1_000)])).toEqual({ ok: true });
      expect(buffer.state().bytes).toBeLessThanOrEqual(buffer.state().maxBytes);
      const lost = reader.lost().get("full");
      const backlog = reader.backlog();
      expect(lost?.records).toBeGreaterThan(130);
      expect((lost?.records ?? 0) + backlog.records).toBe(200);
      expect((lost?.bytes ?? 0) + backlog.bytes).toBe(200_000);
      expect(await drain(reader)).toEqual(words.slice(lost?.records));
    }, 65_536));

  test("what is leased while the oldest is dropped is lost only if it is given back", () =>
    withBuffer(async (buffer) => {
      const kept = buffer.reader("kept", { whenFull: "drop-oldest" });
      const back = buffer.reader("back", { whenFull: "drop-oldest" });
      await buffer.append(numbered("r", 0, 20).map((word) => large(word, 1_000)));
      const limits = { maxRecords: 3, maxBytes: mebibyte };
      const [settled, released] = [await kept.lease(limits), await back.lease(limits)];
      for (const word of numbered("r", 20, 200)) await buffer.append([large(word, 1_000)]);
      await settled?.settle();
      released?.release();
      const [keptLost, backLost] = [kept.lost().get("full")?.records ?? 0, back.lost().get("full")?.records ?? 0];
      expect(backLost).toBe(keptLost + 3);
      expect(keptLost + 3 + kept.backlog().records).toBe(200);
      expect(await drain(kept)).toEqual(await drain(back));
    }, 65_536));

  test("full, it waits for a reader that blocks, and goes on when that reader does", () =>
    withBuffer(async (buffer, clock) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      const words = numbered("r", 0, 150);
      let done = 0;
      const appended = (async () => {
        for (const word of words) {
          await buffer.append([large(word, 1_000)]);
          done += 1;
        }
      })();
      const seen: string[] = [];
      while (seen.length < words.length) {
        await clock.advance(10);
        expect(buffer.state().bytes).toBeLessThanOrEqual(65_536);
        expect(done).toBeLessThanOrEqual(seen.length + 66);
        const lease = await reader.lease({ maxRecords: 20, maxBytes: mebibyte });
        seen.push(...(lease?.records.map(wordOf) ?? []));
        await lease?.settle();
      }
      await appended;
      expect(seen).toEqual(words);
      expect(reader.lost().size).toBe(0);
    }, 65_536));

  test("keeps nothing for nobody: without readers it never fills", () =>
    withBuffer(async (buffer) => {
      for (const word of numbered("r", 0, 100)) await buffer.append([large(word, 4_000)]);
      expect(buffer.state().bytes).toBeLessThanOrEqual(65_536);
      expect(buffer.state().lost.size).toBe(0);
    }, 65_536));

  test("frees what all have settled", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      for (let round = 0; round < 10; round += 1) {
        await buffer.append(numbered("r", 0, 40).map((word) => large(word, 1_000)));
        expect(await drain(reader, 7)).toHaveLength(40);
      }
      expect(reader.lost().size).toBe(0);
    }, 65_536));

  test("a reader that is forgotten holds nothing, and its lease ends", () =>
    withBuffer(async (buffer) => {
      const gone = buffer.reader("gone", { whenFull: "block" });
      const reader = buffer.reader("out", { whenFull: "drop-oldest" });
      const waiting = gone.lease(everything);
      await buffer.forget("gone");
      expect(await waiting).toBeUndefined();
      await buffer.forget("never there");
      for (const word of numbered("r", 0, 150)) await buffer.append([large(word, 1_000)]);
      expect((reader.lost().get("full")?.records ?? 0) + reader.backlog().records).toBe(150);
      expect(buffer.reader("gone", { whenFull: "block" }).backlog().records).toBe(0);
    }, 65_536));

  test("refuses what it can never take, and says so", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      const refused = { ok: false, reason: "too-large" };
      expect(await buffer.append([large("fits", 1_000), large("no", 20_000)])).toEqual(refused);
      expect(await buffer.append([recordOf("kind", { kind: "k".repeat(33) })])).toEqual(refused);
      expect(await buffer.append([recordOf("kind", { kind: "" })])).toEqual(refused);
      expect(await buffer.append([large("largest", 16_000)])).toEqual({ ok: true });
      expect(await buffer.append([])).toEqual({ ok: true });
      expect(await drain(reader)).toEqual(["largest"]);
      expect(buffer.state().lost).toEqual(new Map([["too-large", { records: 4, items: 4, bytes: 21_008 }]]));
    }, 65_536));

  test("takes so many kinds and no more", () =>
    withBuffer(async (buffer) => {
      for (const kind of numbered("k", 0, 32))
        expect(await buffer.append([recordOf("", { kind })])).toEqual({ ok: true });
      expect(await buffer.append([recordOf("", { kind: "one more" })])).toEqual({ ok: false, reason: "too-large" });
      expect(await buffer.append([recordOf("", { kind: "k7" })])).toEqual({ ok: true });
    }));

  test("appends from many sides at once are all there, each side's in its order", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      const sides = ["a", "b", "c", "d"];
      await Promise.all(
        sides.map(async (side) => {
          for (const word of numbered(side, 0, 50)) await buffer.append([recordOf(word), recordOf(`${word}+`)]);
        }),
      );
      const seen = await drain(reader, 13);
      for (const side of sides) {
        expect(seen.filter((word) => word.startsWith(side))).toEqual(
          numbered(side, 0, 50).flatMap((word) => [word, `${word}+`]),
        );
      }
      expect(seen).toHaveLength(400);
    }));

  test("closed, it takes nothing, ends waiting leases, and says so", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      const waiting = reader.lease(everything);
      await Promise.all([buffer.close(), buffer.close()]);
      expect(await waiting).toBeUndefined();
      expect(await reader.lease(everything)).toBeUndefined();
      expect(await buffer.append([recordOf("late")])).toEqual({ ok: false, reason: "closed" });
      expect(buffer.state().lost.get("closed")).toEqual({ records: 1, items: 1, bytes: 4 });
    }));

  test("an append that waits for room is told of the close", () =>
    withBuffer(async (buffer, clock) => {
      buffer.reader("out", { whenFull: "block" });
      const results = numbered("r", 0, 100).map((word) => buffer.append([large(word, 1_000)]));
      await clock.advance(10);
      await buffer.close();
      const reasons = (await Promise.all(results)).map((result) => (result.ok ? "stored" : result.reason));
      expect(new Set(reasons)).toEqual(new Set(["stored", "closed"]));
      expect(reasons.lastIndexOf("stored")).toBeLessThan(reasons.indexOf("closed"));
    }, 65_536));

  test("a lease may end after the close", () =>
    withBuffer(async (buffer) => {
      const one = buffer.reader("one", { whenFull: "block" });
      const other = buffer.reader("other", { whenFull: "block" });
      await buffer.append([recordOf("a"), recordOf("b")]);
      const [settled, released] = [await one.lease(everything), await other.lease(everything)];
      await buffer.close();
      await settled?.settle();
      released?.release();
      const { records } = other.backlog();
      expect(records + (other.lost().get("closed")?.records ?? 0)).toBe(2);
      expect(one.lost().size).toBe(0);
    }));
};
