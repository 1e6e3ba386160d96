import { expect, test } from "vitest";
import { drain, everything, large, mebibyte, numbered, recordOf, wordOf } from "./buffer-records.ts";
import type { WithBuffer } from "./buffer-under-test.ts";

/** What a buffer promises of its bounds. */
export const testRoom = (withBuffer: WithBuffer): void => {
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
};
