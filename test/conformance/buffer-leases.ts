import { expect, test } from "vitest";
import { drain, everything, large, mebibyte, numbered, recordOf, seenBy, wordOf } from "./buffer-records.ts";
import type { WithBuffer } from "./buffer-under-test.ts";

/** What a buffer promises while there is room. */
export const testLeases = (withBuffer: WithBuffer): void => {
  test("hands out what was appended, whole and in order", () =>
    withBuffer(async (buffer) => {
      const reader = buffer.reader("out", { whenFull: "block" });
      const body = new Uint8Array([0, 255, 10, 13]);
      await buffer.append([{ kind: "checks", atMs: 1234.5, itemCount: 7, body }, recordOf("two")]);
      await buffer.append([recordOf("")]);
      const lease = await reader.lease(everything);
      expect(lease?.records.map(({ body: bytes, ...rest }) => ({ ...rest, body: [...bytes] }))).toEqual([
        { kind: "checks", atMs: 1234.5, itemCount: 7, sequence: 1, body: [0, 255, 10, 13] },
        { kind: "metrics", atMs: 1000, itemCount: 1, sequence: 2, body: [...new TextEncoder().encode("two")] },
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
