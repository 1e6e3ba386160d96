import { expect, test } from "vitest";
import type { RecordBuffer } from "../../src/ports/buffer.ts";
import { drain, recordOf } from "../conformance/buffer-records.ts";
import { appendEach, type Fixture, folder, lostRecords, namesOf, openFixture, thousands } from "./journal-fixture.ts";

/** A journal that was left with so many records of 1,000 bytes, three a file. */
const leftWith = async (count: number): Promise<Fixture> => {
  const fixture = openFixture();
  const buffer = await fixture.open();
  buffer.reader("out", { whenFull: "block" });
  await appendEach(buffer, thousands(count));
  await buffer.close();
  return fixture;
};

const reader = (buffer: RecordBuffer) => buffer.reader("out", { whenFull: "block" });

test("a last file cut anywhere gives what is whole in it, counts the rest, and is written on", async () => {
  const whole = await leftWith(3);
  const [name = ""] = whole.segments();
  const { length } = whole.disk.bytes(whole.path(name));
  // Every offset near the borders of frames and headers, and some between.
  for (let size = 0; size < length; size += size % 1_056 < 170 ? 5 : 97) {
    const { open, disk, path } = await leftWith(3);
    disk.resize(path(name), size);
    const buffer = await open();
    const out = reader(buffer);
    await buffer.append([recordOf("new")]);
    const seen = await drain(out);
    const old = seen.length - 1;
    expect(seen, `cut at ${size}`).toEqual([...namesOf(old), "new"]);
    expect(old).toBe(Math.max(0, Math.floor((size - 40) / 1_056)));
    const torn = (size - 40) % 1_056 === 0 || size === 0 ? 0 : 1;
    expect(lostRecords(buffer.state().lost, "torn"), `cut at ${size}`).toBe(torn);
    await buffer.close();
  }
});

test("a missing file is a gap, counted to the byte, and reading goes on behind it", async () => {
  const { open, disk, segments, path } = await leftWith(12);
  disk.vanish(path(segments()[1] ?? ""));
  const buffer = await open();
  const out = reader(buffer);
  expect(await drain(out)).toEqual([...namesOf(3), ...namesOf(6, 6)]);
  expect(out.lost()).toEqual(new Map([["corrupt", { records: 3, items: 6, bytes: 3_000 }]]));
  expect(buffer.state().problems).toEqual([]);
  await buffer.close();
});

test("a file that goes missing under a running journal is a gap too", async () => {
  const { open, disk, segments, path } = await leftWith(12);
  const buffer = await open();
  const out = reader(buffer);
  disk.vanish(path(segments()[2] ?? ""));
  expect(await drain(out)).toEqual([...namesOf(6), ...namesOf(3, 9)]);
  expect(lostRecords(out.lost(), "corrupt")).toBe(3);
  await buffer.close();
});

test("a file without a sound header gives up its frames all the same, and is set aside then", async () => {
  for (const index of [0, 1, 3]) {
    const { open, disk, segments, path } = await leftWith(12);
    const name = segments()[index] ?? "";
    disk.bytes(path(name))[20] = 0xff;
    const buffer = await open();
    const out = reader(buffer);
    await buffer.append([recordOf("new")]);
    expect(await drain(out), `file ${index}`).toEqual([...namesOf(12), "new"]);
    expect(out.lost().size).toBe(0);
    expect(buffer.state().setAside.files).toBe(1);
    expect(buffer.state().problems).toMatchObject([{ code: "buffer-corrupt", subject: folder }]);
    expect(disk.names(`${folder}/quarantine`)).toEqual([name]);
    await buffer.close();
  }
});

test("a file that is none of ours is set aside", async () => {
  const { open, disk, segments, path } = await leftWith(3);
  const last = segments()[0] ?? "";
  disk.put(path("0000000000000009.segment"), new Uint8Array(5_000).fill(7));
  const buffer = await open();
  const out = reader(buffer);
  await buffer.append([recordOf("new")]);
  expect(await drain(out)).toEqual([...namesOf(3), "new"]);
  // Its name says that eight records were before it, and there are three.
  expect(lostRecords(out.lost(), "corrupt")).toBe(5);
  expect(segments()).not.toContain(last);
  await buffer.close();
});

test("a bit that flips, wherever, costs one record at most, which is counted", async () => {
  const { segments: names, disk: template, path } = await leftWith(7);
  const counts = { whole: 0, one: 0, torn: 0 };
  for (const [index, name] of names().entries()) {
    const { length } = template.bytes(path(name));
    for (let at = 0; at < length; at += at % 1_056 < 170 ? 3 : 97) {
      const { open, disk } = await leftWith(7);
      const bytes = disk.bytes(path(name));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const buffer = await open();
      const out = reader(buffer);
      const seen = await drain(out);
      const lost = lostRecords(out.lost(), "corrupt") + lostRecords(buffer.state().lost, "torn");
      const missing = namesOf(7).filter((record) => !seen.includes(record));
      expect(seen, `file ${index}, byte ${at}`).toEqual(namesOf(7).filter((record) => !missing.includes(record)));
      expect(missing.length, `file ${index}, byte ${at}`).toBe(lost);
      expect(missing.length).toBeLessThanOrEqual(1);
      if (lost === 0) counts.whole += 1;
      else if (lostRecords(buffer.state().lost, "torn") === 1) counts.torn += 1;
      else counts.one += 1;
      await buffer.close();
    }
  }
  expect(Math.min(counts.whole, counts.one, counts.torn)).toBeGreaterThan(10);
});

test("a cursor with one damaged slot is one settle back, with both at the oldest record: never further on", async () => {
  for (const harmed of [[0], [1], [0, 1]]) {
    const { open, disk, path } = openFixture();
    const before = await open();
    const out = reader(before);
    await appendEach(before, thousands(3));
    const lease = await out.lease({ maxRecords: 2, maxBytes: 10_000 });
    await lease?.settle();
    await before.close();
    for (const slot of harmed) disk.bytes(path("out.cursor"))[slot * 4096 + 50] = 0x55;
    const after = await open();
    const seen = await drain(reader(after));
    expect(seen.slice(-1)).toEqual(["r2"]);
    if (harmed.length === 2) expect(seen).toEqual(namesOf(3));
    if (harmed.length === 2) expect(after.state().problems).toMatchObject([{ code: "buffer-corrupt" }]);
    await after.close();
  }
});

test("the quarantine is bounded: the oldest go", async () => {
  const { open, disk, segments, path } = await leftWith(30);
  for (const name of segments()) disk.bytes(path(name))[20] = 0xff;
  const buffer = await open({ quarantineBytes: 7_000 });
  expect(await drain(reader(buffer))).toEqual(namesOf(30));
  await buffer.append([recordOf("new")]);
  await drain(reader(buffer));
  const kept = disk.names(`${folder}/quarantine`);
  expect(kept).toEqual(["0000000000000025.segment", "0000000000000028.segment"]);
  expect(buffer.state().setAside.files).toBe(10);
  await buffer.close();
});

test("left files of a cursor that was being made are cleared away", async () => {
  const { open, disk, path } = await leftWith(3);
  disk.put(path("other.cursor.new"), new Uint8Array(10));
  const buffer = await open();
  expect(disk.names(folder)).not.toContain("other.cursor.new");
  expect(buffer.state().unclaimed.map(({ name }) => name)).toEqual(["out"]);
  await buffer.close();
});

test("sequences are never used twice, even when what the readers had got is gone from the disk", async () => {
  const { open, disk, segments, path } = openFixture();
  const before = await open();
  const out = reader(before);
  await appendEach(before, thousands(3));
  await drain(out);
  await before.close();
  disk.resize(path(segments()[0] ?? ""), 0);
  const after = await open();
  const outAgain = reader(after);
  await after.append([recordOf("new")]);
  const lease = await outAgain.lease({ maxRecords: 10, maxBytes: 10_000 });
  expect(lease?.records.map(({ sequence }) => sequence)).toEqual([4]);
  await lease?.settle();
  expect(outAgain.lost().size).toBe(0);
  await after.close();
});
