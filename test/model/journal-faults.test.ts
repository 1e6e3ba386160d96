import { expect, test } from "vitest";
import type { RecordBuffer } from "../../src/ports/buffer.ts";
import { drain, recordOf, seenBy } from "../conformance/buffer-records.ts";
import type { DiskOperation } from "./fake-disk.ts";
import { appendEach, folder, lostRecords, namesOf, openFixture, thousands } from "./journal-fixture.ts";

const codes = (buffer: RecordBuffer): readonly string[] => buffer.state().problems.map(({ code }) => code);

test("on a full disk it goes on in memory, says so, and comes back with everything in order", async () => {
  const { open, disk, clock } = openFixture();
  const buffer = await open({ memoryBytes: 100_000 });
  const out = buffer.reader("out", { whenFull: "drop-oldest" });
  await appendEach(buffer, thousands(10));
  expect(codes(buffer)).toEqual([]);
  disk.capacityBytes = 0;
  await appendEach(buffer, thousands(20, 10));
  expect(buffer.state()).toMatchObject({ durable: false, problems: [{ code: "buffer-disk-full", subject: folder }] });
  expect(buffer.state().memoryBytes).toBeGreaterThan(15_000);
  disk.capacityBytes = Number.POSITIVE_INFINITY;
  await clock.advance(5_000);
  await appendEach(buffer, thousands(1, 30));
  expect(buffer.state()).toMatchObject({ durable: true, memoryBytes: 0, problems: [] });
  await buffer.close();
  const again = await open();
  const outAgain = again.reader("out", { whenFull: "drop-oldest" });
  expect(await drain(outAgain)).toEqual(namesOf(31));
  expect(out.lost().size + outAgain.lost().size).toBe(0);
  await again.close();
});

test("memory that stands in for a full disk is bounded: the oldest on the disk go first", async () => {
  const { open, disk } = openFixture();
  const buffer = await open({ memoryBytes: 20_000 });
  const out = buffer.reader("out", { whenFull: "drop-oldest" });
  await appendEach(buffer, thousands(40));
  disk.capacityBytes = disk.names(folder).reduce((sum, name) => sum + disk.bytes(`${folder}/${name}`).length, 0);
  for (const record of thousands(100, 40)) {
    await buffer.append([record]);
    expect(buffer.state().memoryBytes).toBeLessThanOrEqual(20_000);
  }
  const lost = lostRecords(out.lost(), "full");
  expect(lost + out.backlog().records).toBe(140);
  expect(out.backlog().records).toBeGreaterThan(35);
  expect(await drain(out)).toEqual(namesOf(140 - lost, lost));
  await buffer.close();
});

test("memory that stands in for a broken disk is bounded: what is on the disk is kept", async () => {
  const { open, disk } = openFixture();
  const buffer = await open({ memoryBytes: 20_000 });
  const out = buffer.reader("out", { whenFull: "drop-oldest" });
  await appendEach(buffer, thousands(10));
  disk.refuse = (operation) => (operation === "write" || operation === "create" ? "io" : undefined);
  await appendEach(buffer, thousands(100, 10));
  expect(buffer.state().memoryBytes).toBeLessThanOrEqual(20_000);
  expect(codes(buffer)).toEqual(["buffer-disk-failed"]);
  const seen = await drain(out);
  const lost = lostRecords(out.lost(), "full");
  expect(seen.slice(0, 10)).toEqual(namesOf(10));
  expect(seen.slice(10)).toEqual(namesOf(seen.length - 10, 10 + lost));
  expect(seen.length + lost).toBe(110);
  await buffer.close();
});

test("a reader that blocks makes the writer wait for a disk, and the disk's return ends that", async () => {
  const { open, disk, clock } = openFixture();
  const buffer = await open({ memoryBytes: 20_000 });
  const out = buffer.reader("out", { whenFull: "block" });
  disk.refuse = (operation) => (operation === "create" ? "read-only" : undefined);
  let done = false;
  const appended = appendEach(buffer, thousands(60)).then(() => {
    done = true;
  });
  await clock.advance(20_000);
  expect(done).toBe(false);
  expect(codes(buffer)).toEqual(["buffer-read-only"]);
  disk.refuse = () => undefined;
  await clock.advance(20_000);
  await appended;
  expect(await drain(out)).toEqual(namesOf(60));
  expect(out.lost().size).toBe(0);
  await buffer.close();
});

test("after a failed sync it trusts nothing that was written with it, and begins a new file", async () => {
  const { open, disk, clock, segments } = openFixture();
  const buffer = await open();
  const out = buffer.reader("out", { whenFull: "block" });
  await buffer.append([recordOf("a")]);
  disk.refuse = (operation, path) => (operation === "sync" && path.endsWith(".segment") ? "io" : undefined);
  await buffer.append([recordOf("b")]);
  expect(codes(buffer)).toEqual(["buffer-disk-failed"]);
  disk.refuse = () => undefined;
  await clock.advance(5_000);
  await buffer.append([recordOf("c")]);
  expect(codes(buffer)).toEqual([]);
  expect(segments()).toHaveLength(3);
  expect(await seenBy(out)).toEqual(["a", "b", "c"]);
  disk.crashMachine(() => 0);
  const again = await open();
  expect(await drain(again.reader("out", { whenFull: "block" }))).toEqual(["a", "b", "c"]);
  await again.close();
});

test("a sync between two appends that fails is seen, and mended with the next file", async () => {
  const { open, disk, clock, segments } = openFixture();
  const buffer = await open({ sync: { everyMs: 100 } });
  const out = buffer.reader("out", { whenFull: "block" });
  await buffer.append([recordOf("a")]);
  await buffer.append([recordOf("b")]);
  disk.refuse = (operation) => (operation === "sync" ? "io" : undefined);
  await clock.advance(100);
  expect(codes(buffer)).toEqual(["buffer-disk-failed"]);
  disk.refuse = () => undefined;
  await buffer.append([recordOf("c")]);
  expect(codes(buffer)).toEqual([]);
  expect(segments()).toHaveLength(2);
  expect(await drain(out)).toEqual(["a", "b", "c"]);
  await buffer.close();
});

test.each<[DiskOperation, "read-only" | "forbidden" | "io" | "full", string]>([
  ["makeFolder", "read-only", "buffer-read-only"],
  ["makeFolder", "forbidden", "buffer-read-only"],
  ["lock", "io", "buffer-disk-failed"],
  ["lock", "full", "buffer-disk-full"],
  ["list", "io", "buffer-disk-failed"],
])("a folder that can't be used is refused with a problem: %s, %s", async (refused, reason, code) => {
  const { open, disk } = openFixture();
  disk.refuse = (operation) => (operation === refused ? reason : undefined);
  await expect(open()).rejects.toThrow(code);
  disk.refuse = () => undefined;
  const buffer = await open();
  expect(await buffer.append([recordOf("a")])).toEqual({ ok: true });
  await buffer.close();
});

test("a disk that gives nothing back is refused too, and nothing on it is touched", async () => {
  const { open, disk, segments } = openFixture();
  const before = await open();
  before.reader("out", { whenFull: "block" });
  await appendEach(before, thousands(10));
  await before.close();
  const there = segments();
  disk.refuse = (operation) => (["list", "makeFolder", "lock"].includes(operation) ? undefined : "io");
  await expect(open()).rejects.toThrow("buffer-disk-failed");
  disk.refuse = () => undefined;
  expect(segments()).toEqual(there);
  const after = await open();
  expect(await drain(after.reader("out", { whenFull: "block" }))).toEqual(namesOf(10));
  await after.close();
});

test("one file that can't be read is set aside, and the rest delivered", async () => {
  const { open, disk, segments } = openFixture();
  const before = await open();
  before.reader("out", { whenFull: "block" });
  await appendEach(before, thousands(10));
  await before.close();
  const [, second = ""] = segments();
  disk.refuse = (operation, path) => (operation === "read" && path.endsWith(second) ? "io" : undefined);
  const after = await open();
  const out = after.reader("out", { whenFull: "block" });
  expect(await drain(out)).toEqual([...namesOf(3), ...namesOf(4, 6)]);
  expect(out.lost()).toEqual(new Map([["corrupt", { records: 3, items: 6, bytes: 3_000 }]]));
  expect(disk.names(`${folder}/quarantine`)).toEqual([second]);
  await after.close();
});

test("a read that fails now and then is tried again", async () => {
  const { open, disk, clock } = openFixture();
  const buffer = await open();
  const out = buffer.reader("out", { whenFull: "block" });
  await appendEach(buffer, thousands(3));
  let reads = 0;
  disk.refuse = (operation) => {
    if (operation !== "read") return undefined;
    reads += 1;
    return reads < 3 ? "io" : undefined;
  };
  const draining = drain(out);
  await clock.advance(200);
  expect(await draining).toEqual(namesOf(3));
  expect(out.lost().size).toBe(0);
  await buffer.close();
});

test("a read that fails for good costs what it would have read, counted, and no more than some seconds", async () => {
  const { open, disk, clock, segments, path } = openFixture();
  const buffer = await open();
  const out = buffer.reader("out", { whenFull: "block" });
  await appendEach(buffer, thousands(7));
  const bad = path(segments()[1] ?? "");
  disk.refuse = (operation, file) => (operation === "read" && file === bad ? "io" : undefined);
  const draining = drain(out);
  await clock.advance(15_000);
  expect(await draining).toEqual([...namesOf(3), "r6"]);
  expect(out.lost()).toEqual(new Map([["corrupt", { records: 3, items: 6, bytes: 3_000 }]]));
  expect(buffer.state().problems).toMatchObject([{ code: "buffer-corrupt" }]);
  await buffer.close();
});

test("so much is left free on the file system for others", async () => {
  const { open, disk } = openFixture();
  disk.capacityBytes = 100_000;
  const buffer = await open({ keepFreeBytes: 80_000 });
  buffer.reader("out", { whenFull: "block" });
  await appendEach(buffer, thousands(40));
  expect(codes(buffer)).toEqual(["buffer-disk-full"]);
  const used = disk.names(folder).reduce((sum, name) => sum + disk.bytes(`${folder}/${name}`).length, 0);
  expect(used).toBeLessThan(24_500);
  await buffer.close();
});

test("closed without a disk, it counts what memory alone had", async () => {
  const { open, disk } = openFixture();
  const buffer = await open();
  const out = buffer.reader("out", { whenFull: "block" });
  await appendEach(buffer, thousands(2));
  disk.refuse = (operation) => (operation === "write" || operation === "create" ? "io" : undefined);
  await appendEach(buffer, thousands(5, 2));
  await buffer.close();
  expect(out.lost()).toEqual(new Map([["closed", { records: 5, items: 10, bytes: 5_000 }]]));
  expect(out.backlog().records).toBe(2);
});

test("what was leased when it had to be dropped, and then died with the process, counts as lost", async () => {
  const { open, disk } = openFixture();
  const buffer = await open({ maxBytes: 40_000 });
  const out = buffer.reader("out", { whenFull: "drop-oldest" });
  await appendEach(buffer, thousands(10));
  const lease = await out.lease({ maxRecords: 4, maxBytes: 100_000 });
  expect(lease?.records).toHaveLength(4);
  await appendEach(buffer, thousands(60, 10));
  const before = lostRecords(out.lost(), "full");
  disk.killProcess();
  const again = await open({ maxBytes: 40_000 });
  const outAgain = again.reader("out", { whenFull: "drop-oldest" });
  expect(lostRecords(outAgain.lost(), "full")).toBe(4);
  expect(before + 4 + outAgain.backlog().records).toBe(70);
  expect(await drain(outAgain)).toEqual(namesOf(66 - before, before + 4));
  await again.close();
});
