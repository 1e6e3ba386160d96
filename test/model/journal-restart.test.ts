import { expect, test } from "vitest";
import { drain, recordOf, seenBy } from "../conformance/buffer-records.ts";
import { appendEach, folder, namesOf, openFixture, thousands } from "./journal-fixture.ts";

const everything = { maxRecords: 1_000, maxBytes: 1_000_000 };

test("after a restart each reader goes on where it was, and sequences go on too", async () => {
  const { open, clock } = openFixture();
  const before = await open();
  const [one, other] = [before.reader("one", { whenFull: "block" }), before.reader("other", { whenFull: "block" })];
  await before.append([
    recordOf("a", { atMs: 1 }),
    recordOf("b", { atMs: 2, itemCount: 5 }),
    recordOf("c", { atMs: 3 }),
  ]);
  const lease = await one.lease({ maxRecords: 1, maxBytes: 100 });
  await lease?.settle();
  await before.close();

  await clock.advance(1_000);
  const after = await open();
  const [oneAgain, otherAgain] = [
    after.reader("one", { whenFull: "block" }),
    after.reader("other", { whenFull: "block" }),
  ];
  expect(oneAgain.backlog()).toEqual({ records: 2, items: 6, bytes: 2, oldestMs: 2 });
  await after.append([recordOf("d")]);
  const rest = await oneAgain.lease(everything);
  expect(rest?.records.map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
  rest?.release();
  expect(await drain(otherAgain)).toEqual(["a", "b", "c", "d"]);
  expect(other.lost().size + otherAgain.lost().size).toBe(0);
  expect(after.state()).toMatchObject({ durable: true, problems: [], unclaimed: [] });
  await after.close();
});

test("a reader that is asked for again with other kinds gets what it wants now", async () => {
  const { open } = openFixture();
  const before = await open();
  before.reader("out", { whenFull: "block", kinds: ["logs"] });
  await before.append([recordOf("m"), recordOf("l", { kind: "logs" })]);
  await before.close();
  const after = await open();
  const out = after.reader("out", { whenFull: "block" });
  expect(out.backlog().records).toBe(2);
  expect(await drain(out)).toEqual(["m", "l"]);
  await after.close();
});

test("files are named safely, whatever readers are called", async () => {
  const { open, disk } = openFixture();
  const buffer = await open();
  for (const name of ["../../etc/passwd", "a/b", "ÄB", "x".repeat(5_000)]) buffer.reader(name, { whenFull: "block" });
  await buffer.append([recordOf("a")]);
  const cursors = disk.names(folder).filter((name) => name.endsWith(".cursor"));
  expect(cursors).toHaveLength(4);
  for (const name of cursors) {
    expect(name).toMatch(/^[a-z0-9._%~-]+$/);
    expect(name.length).toBeLessThan(250);
  }
  await buffer.close();
});

test("readers of an earlier run are listed, hold what they have not settled, and can be forgotten", async () => {
  const { open, segments } = openFixture();
  const before = await open();
  before.reader("gone", { whenFull: "block" });
  const stays = before.reader("stays", { whenFull: "block" });
  await appendEach(before, thousands(12));
  await drain(stays);
  await before.close();

  const after = await open();
  after.reader("stays", { whenFull: "block" });
  expect(after.state().unclaimed).toMatchObject([{ name: "gone", lastSettledMs: 100_000, backlog: { records: 12 } }]);
  expect(segments().length).toBeGreaterThan(2);
  await after.forget("gone");
  expect(after.state().unclaimed).toEqual([]);
  expect(segments().length).toBeLessThanOrEqual(1);
  await after.close();
});

test("a reader that nobody asks for does not make the writer wait, though it was one that blocks", async () => {
  const { open } = openFixture();
  const before = await open({ maxBytes: 40_000 });
  before.reader("gone", { whenFull: "block" });
  await appendEach(before, thousands(10));
  await before.close();
  const after = await open({ maxBytes: 40_000 });
  const out = after.reader("out", { whenFull: "block" });
  for (let round = 0; round < 10; round += 1) {
    await after.append(thousands(10));
    expect(await drain(out)).toHaveLength(10);
  }
  expect(after.state().bytes).toBeLessThanOrEqual(40_000);
  await after.close();
});

test("a reader that nobody asks for is forgotten for its age, not before it had time to come back", async () => {
  const { open, clock } = openFixture();
  const before = await open();
  before.reader("gone", { whenFull: "block" });
  await before.append([recordOf("a")]);
  await before.close();
  await clock.advance(8 * 86_400_000);
  const after = await open();
  const out = after.reader("out", { whenFull: "block" });
  const deliver = async (): Promise<void> => {
    await after.append([recordOf("b")]);
    await drain(out);
  };
  await deliver();
  expect(after.state().unclaimed).toHaveLength(1);
  await clock.advance(600_000);
  await deliver();
  expect(after.state().unclaimed).toHaveLength(0);
  await after.close();
});

test("a second process is refused while the first has the folder, and let in when that is dead", async () => {
  const { open, disk } = openFixture();
  const first = await open();
  first.reader("out", { whenFull: "block" });
  await first.append([recordOf("a")]);
  await expect(open()).rejects.toThrow("buffer-locked");
  disk.killProcess();
  const second = await open();
  expect(await seenBy(second.reader("out", { whenFull: "block" }))).toEqual(["a"]);
  await second.close();
});

test("opening takes the headers and the last file, not what lies between", async () => {
  const { open, disk, segments } = openFixture();
  const before = await open();
  before.reader("out", { whenFull: "block" });
  await appendEach(before, thousands(200));
  await before.close();
  const all = segments().reduce((sum, name) => sum + disk.bytes(`${folder}/${name}`).length, 0);
  expect(segments().length).toBeGreaterThan(60);
  const readBefore = disk.readBytes();
  const after = await open();
  expect(disk.readBytes() - readBefore).toBeLessThan(segments().length * 2_200 + 8_192 + 4_000);
  expect(disk.readBytes() - readBefore).toBeLessThan(all);
  expect(after.reader("out", { whenFull: "block" }).backlog()).toMatchObject({
    records: 200,
    items: 400,
    bytes: 200_000,
  });
  await after.close();
});

test.each(["always", { everyMs: 60_000 }] as const)(
  "each cursor is synced before a file is removed: %j",
  async (sync) => {
    const { open, disk } = openFixture();
    const buffer = await open({ sync });
    const [one, other] = [buffer.reader("one", { whenFull: "block" }), buffer.reader("other", { whenFull: "block" })];
    const seen: string[] = [];
    disk.refuse = (operation, path) => {
      seen.push(`${operation} ${path.slice(folder.length + 1)}`);
      return undefined;
    };
    await appendEach(buffer, thousands(6));
    await drain(one, 100);
    expect(seen.filter((operation) => operation.startsWith("remove"))).toEqual([]);
    seen.length = 0;
    await drain(other, 100);
    const removed = seen.indexOf("remove 0000000000000001.segment");
    expect(removed).toBeGreaterThan(0);
    const before = seen.slice(0, removed).filter((operation) => operation.includes(" other.cursor"));
    expect(before.at(-1)).toMatch(/^sync /);
    await buffer.close();
  },
);

test("between two syncs, interval mode acknowledges what is only written, and syncs in time", async () => {
  const { open, disk, clock } = openFixture();
  const buffer = await open({ sync: { everyMs: 500 } });
  buffer.reader("out", { whenFull: "block" });
  let syncs = 0;
  await buffer.append([recordOf("first makes the file")]);
  disk.refuse = (operation) => {
    if (operation === "sync") syncs += 1;
    return undefined;
  };
  for (let second = 0; second < 3; second += 1) {
    await buffer.append([recordOf("a")]);
    await buffer.append([recordOf("b")]);
    expect(syncs).toBe(second);
    await clock.advance(500);
  }
  expect(syncs).toBe(3);
  await clock.advance(5_000);
  expect(syncs).toBe(3);
  await buffer.append([recordOf("last")]);
  await buffer.close();
  expect(syncs).toBeGreaterThan(3);
  const again = await open();
  expect(again.reader("out", { whenFull: "block" }).backlog().records).toBe(8);
  await again.close();
});

test("a journal of an older agent's kinds and sizes takes smaller limits", async () => {
  const { open } = openFixture();
  const before = await open();
  before.reader("out", { whenFull: "drop-oldest" });
  await appendEach(before, thousands(100));
  await before.close();
  const after = await open({ maxBytes: 40_000, segmentBytes: 2_000 });
  const out = after.reader("out", { whenFull: "drop-oldest" });
  await after.append(thousands(1, 100));
  expect(after.state().bytes).toBeLessThanOrEqual(40_000);
  const lost = out.lost().get("full")?.records ?? 0;
  expect(lost).toBeGreaterThan(50);
  expect(await drain(out)).toEqual(namesOf(101 - lost, lost));
  await after.close();
});
