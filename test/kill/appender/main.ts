import { openSync, writeSync } from "node:fs";
import { openJournal } from "../../../src/delivery/buffers/journal/journal.ts";
import { crc32 } from "../../../src/platform/checksum.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { nodeDisk } from "../../../src/platform/disk.ts";
import type { BufferReader, RecordBuffer, StoredRecord } from "../../../src/ports/buffer.ts";
import { bodyOf, idOf } from "../../model/buffer-model.ts";

/**
 * The process that is killed. It appends and delivers, and says so in a log of its own, which like the journal survives
 * it: `tried` before, `stored` after an append; `got` before, `settled` after a settle. With `drain` it only delivers
 * what is there, and ends.
 */
const [folder = "", logFile = "", mode = "", firstId = "1"] = process.argv.slice(2);
const log = openSync(logFile, "a");
const say = (...words: readonly (string | number)[]): void => {
  writeSync(log, `${words.join(" ")}\n`);
};

/** Should the test be gone, so is this. */
setTimeout(() => process.exit(3), 600_000).unref();

const readerNames = ["fast", "slow"] as const;
const sizes = [0, 40, 300, 3_000, 20_000];
let nextId = Number(firstId);

const appendAll = async (buffer: RecordBuffer, appender: number): Promise<void> => {
  for (let round = appender; ; round += 1) {
    const records = Array.from({ length: 1 + (round % 4) }, () => {
      const id = nextId;
      nextId += 1;
      const body = bodyOf(id, sizes[(id * 7 + round) % sizes.length] ?? 0);
      return { kind: "metrics", atMs: id, itemCount: 1, body };
    });
    const last = nextId - 1;
    const first = nextId - records.length;
    say("tried", first, last);
    const result = await buffer.append(records);
    say(result.ok ? "stored" : "refused", first, last);
  }
};

const isGenuine = (record: StoredRecord): boolean => {
  const expected = bodyOf(idOf(record), record.body.length);
  return record.atMs === idOf(record) && expected.every((byte, index) => record.body[index] === byte);
};

const deliver = async (name: string, reader: BufferReader, maxRecords: number, ends: boolean): Promise<void> => {
  while (!ends || reader.backlog().records > 0) {
    const lease = await reader.lease({ maxRecords, maxBytes: 500_000 });
    if (lease === undefined) return;
    for (const record of lease.records) if (!isGenuine(record)) say("forged", name, record.sequence);
    const ids = lease.records.map(idOf);
    say("got", name, ...ids);
    await lease.settle();
    say("settled", name, ...ids);
  }
};

const fromMs = performance.now();
const opened = await openJournal(
  { folder, maxBytes: 4 * 1024 * 1024, segmentBytes: 128 * 1024, sync: "always", keepFreeBytes: 0 },
  { disk: nodeDisk, clock: systemClock, crc32 },
);
if (!opened.ok) {
  say("failed", opened.problem.code, opened.problem.detail);
  process.exit(2);
}
const { buffer } = opened;
say("opened", Math.ceil(performance.now() - fromMs));
for (const reason of buffer.state().lost.keys()) say("lost", "all", reason);
if (!buffer.state().durable && mode !== "first") say("failed", "not durable");
const readers = readerNames.map((name) => ({ name, reader: buffer.reader(name, { whenFull: "block" }) }));
const delivering = readers.map(({ name, reader }) => deliver(name, reader, name === "fast" ? 50 : 3, mode === "drain"));
if (mode === "drain") {
  await Promise.all(delivering);
  for (const { name, reader } of readers) for (const reason of reader.lost().keys()) say("lost", name, reason);
  await buffer.close();
  say("end");
} else {
  await Promise.all([...delivering, ...[0, 1, 2, 3].map((appender) => appendAll(buffer, appender))]);
}
