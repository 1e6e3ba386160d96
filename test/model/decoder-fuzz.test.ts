import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursorFile } from "../../src/delivery/buffers/journal/cursor-slot.ts";
import { createFrameCodec } from "../../src/delivery/buffers/journal/frame.ts";
import { decodeSegmentHeader } from "../../src/delivery/buffers/journal/segment-header.ts";
import { crc32 } from "../../src/platform/checksum.ts";
import { drain } from "../conformance/buffer-records.ts";
import { appendEach, folder, lostRecords, namesOf, openFixture, thousands } from "./journal-fixture.ts";

/** The same harm in every CI run; FUZZ_RUNS=20000 does other, for a night. */
const night = process.env.FUZZ_RUNS;
const runs = night === undefined ? { numRuns: 200, seed: 1 } : { numRuns: Number(night) };

const anyRecord = fc.record({
  sequence: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  kind: fc.constantFrom("m", "metrics", "kind-of-thirty-two-bytes-exactly", "日本"),
  atMs: fc.double({ noNaN: true }),
  itemCount: fc.nat({ max: 2 ** 32 - 1 }),
  body: fc.uint8Array({ maxLength: 300 }),
});

/** What can happen to the bytes of a file. */
const anyHarm = fc.oneof(
  fc.record({ how: fc.constant("flip"), at: fc.nat(), size: fc.nat(7) }),
  fc.record({
    how: fc.constantFrom("zero", "cut out", "repeat", "cut off", "noise"),
    at: fc.nat(),
    size: fc.nat(1_500),
  }),
);

type Harm = typeof anyHarm extends fc.Arbitrary<infer Value> ? Value : never;

const harmed = (bytes: Uint8Array, { how, at, size }: Harm): Uint8Array => {
  const from = at % Math.max(1, bytes.length);
  const to = Math.min(bytes.length, from + size);
  const copy = bytes.slice();
  switch (how) {
    case "flip":
      copy[from] = (copy[from] ?? 0) ^ (1 << size);
      return copy;
    case "zero":
      return copy.fill(0, from, to);
    case "noise":
      return copy.map((byte, index) => (index >= from && index < to ? (index * 2_654_435_761 + at) & 0xff : byte));
    case "cut out":
      return Uint8Array.from([...copy.subarray(0, from), ...copy.subarray(to)]);
    case "repeat":
      return Uint8Array.from([...copy.subarray(0, to), ...copy.subarray(from)]);
    default:
      return copy.slice(0, from);
  }
};

test("a frame that is written is read as it was, and no other seed reads it", () => {
  const frames = createFrameCodec(crc32);
  fc.assert(
    fc.property(anyRecord, fc.nat(), fc.nat(5), (record, items, lead) => {
      const bytes = new Uint8Array(8 * lead + frames.size(record));
      expect(frames.write(bytes, 8 * lead, record, items, 77)).toBe(bytes.length);
      const { body, ...rest } = record;
      expect(frames.read(bytes, 8 * lead, 77)).toEqual({
        kind: "record",
        record: { ...rest, body, bodyBytes: body.length, itemsBefore: items },
        bytes: frames.size(record),
      });
      expect(frames.read(bytes, 8 * lead, 78)).toEqual({ kind: "none" });
      expect(frames.find(bytes, 0, 77)).toBeLessThanOrEqual(8 * lead);
      for (let size = 8 * lead; size < bytes.length; size += 13) {
        expect(frames.read(bytes.subarray(0, size), 8 * lead, 77).kind).toBe("short");
      }
    }),
    runs,
  );
});

test("decoders take any bytes", () => {
  const frames = createFrameCodec(crc32);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 9_000, size: "max" }), fc.nat(20), (bytes, seed) => {
      expect(frames.read(bytes, 0, seed).kind).not.toBe("record");
      expect(frames.find(bytes, 0, seed)).toBeGreaterThanOrEqual(0);
      expect(decodeSegmentHeader(bytes, crc32)).toBeUndefined();
      expect(decodeCursorFile(bytes, crc32)).toBeUndefined();
    }),
    runs,
  );
});

/** A journal of seven records in three files, one of them harmed; what then comes out, and what is counted. */
const deliverHarmed = async (index: number, harms: readonly Harm[]) => {
  const { open, disk, segments, path, clock } = openFixture();
  const before = await open();
  before.reader("out", { whenFull: "block" });
  await appendEach(before, thousands(7));
  await before.close();
  const name = segments()[index] ?? "";
  disk.put(path(name), harms.reduce(harmed, disk.bytes(path(name))));
  const readBefore = disk.readBytes();
  const buffer = await open();
  const out = buffer.reader("out", { whenFull: "block" });
  const draining = drain(out);
  await clock.advance(1_000);
  const seen = await draining;
  const lost = lostRecords(out.lost(), "corrupt") + lostRecords(buffer.state().lost, "torn");
  await buffer.close();
  expect(disk.openFiles()).toBe(0);
  expect(disk.readBytes() - readBefore).toBeLessThan(400_000);
  return { seen, lost, names: disk.names(folder) };
};

test("a harmed file in the middle gives what is whole in it; what is not is counted exactly", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1), fc.array(anyHarm, { minLength: 1, maxLength: 4 }), async (index, harms) => {
      const { seen, lost } = await deliverHarmed(index, harms);
      expect(seen).toEqual(namesOf(7).filter((name) => seen.includes(name)));
      expect(seen.length + lost).toBe(7);
    }),
    runs,
  );
});

test("a harmed last file gives what is whole in it; that something is missing is counted", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyHarm, { minLength: 1, maxLength: 4 }), async (harms) => {
      const { seen, lost } = await deliverHarmed(2, harms);
      expect(seen).toEqual(namesOf(7).filter((name) => seen.includes(name)));
      // A file cut off right behind its header or a frame looks like one that was never longer.
      const cutOff = harms.some(({ how }) => how === "cut off" || how === "cut out");
      if (seen.length < 7 && !cutOff) expect(lost).toBeGreaterThan(0);
      expect(seen.length + lost).toBeLessThanOrEqual(8);
    }),
    runs,
  );
});
