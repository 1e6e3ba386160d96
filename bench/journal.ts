import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../src/delivery/buffers/journal/journal.ts";
import { crc32 } from "../src/platform/checksum.ts";
import { systemClock } from "../src/platform/clock.ts";
import { nodeDisk } from "../src/platform/disk.ts";
import type { RecordBuffer } from "../src/ports/buffer.ts";
import { tableLines } from "./table.ts";

/**
 * What the durable buffer costs, on the disk under TMPDIR: appending with a sync before each answer and with one every
 * 500 ms, opening with 1 GiB queued, and delivering that. The last two in a process of their own, for its memory.
 */
const gibibyte = 1024 ** 3;
const megabyte = 1e6;

type Sync = "always" | { readonly everyMs: number };

const open = async (folder: string, sync: Sync): Promise<RecordBuffer> => {
  const options = { folder, maxBytes: 2 * gibibyte, sync };
  const opened = await openJournal(options, { disk: nodeDisk, clock: systemClock, crc32 });
  if (!opened.ok) throw new Error(opened.problem.detail);
  return opened.buffer;
};

const bodyOf = (bytes: number): Uint8Array => new Uint8Array(bytes).map((_, index) => (index * 31) % 251);

interface Appended {
  readonly records: number;
  readonly megabytes: number;
  readonly seconds: number;
}

/** So many writers append, one record after the other, for a time or until there is so much. */
const append = async (
  buffer: RecordBuffer,
  recordBytes: number,
  writers: number,
  until: { readonly seconds?: number; readonly bytes?: number },
): Promise<Appended> => {
  const record = { kind: "metrics", atMs: Date.now(), itemCount: 20, body: bodyOf(recordBytes) };
  const fromMs = performance.now();
  let records = 0;
  const isDone = (): boolean =>
    performance.now() - fromMs > (until.seconds ?? Number.POSITIVE_INFINITY) * 1000 ||
    records * recordBytes >= (until.bytes ?? Number.POSITIVE_INFINITY);
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (!isDone()) {
        await buffer.append([record]);
        records += 1;
      }
    }),
  );
  return { records, megabytes: (records * recordBytes) / megabyte, seconds: (performance.now() - fromMs) / 1000 };
};

/** Opens what is queued and delivers it. Run in a process of its own. */
const deliver = async (folder: string): Promise<Record<string, number>> => {
  const rss = (): number => process.memoryUsage.rss() / megabyte;
  const startMegabytes = rss();
  const fromMs = performance.now();
  const buffer = await open(folder, "always");
  const reader = buffer.reader("out", { whenFull: "block" });
  const openedMs = performance.now() - fromMs;
  const openedMegabytes = rss();
  const { records, bytes } = reader.backlog();
  const readFromMs = performance.now();
  let mostMegabytes = 0;
  while (reader.backlog().records > 0) {
    const lease = await reader.lease({ maxRecords: 10_000, maxBytes: 4 * megabyte });
    await lease?.settle();
    mostMegabytes = Math.max(mostMegabytes, rss());
  }
  const seconds = (performance.now() - readFromMs) / 1000;
  await buffer.close();
  return { startMegabytes, openedMs, openedMegabytes, mostMegabytes, records, megabytes: bytes / megabyte, seconds };
};

const appendCases: readonly (readonly [sync: Sync, recordBytes: number, writers: number])[] = [
  ["always", 2_000, 1],
  ["always", 2_000, 64],
  ["always", 64_000, 16],
  [{ everyMs: 500 }, 2_000, 1],
  [{ everyMs: 500 }, 2_000, 64],
  [{ everyMs: 500 }, 64_000, 16],
];

const fixed = (value: number | undefined, digits = 0): string => (value ?? Number.NaN).toFixed(digits);

const run = async (root: string): Promise<void> => {
  const rows: string[][] = [];
  for (const [index, [sync, recordBytes, writers]] of appendCases.entries()) {
    const buffer = await open(join(root, String(index)), sync);
    const { records, megabytes, seconds } = await append(buffer, recordBytes, writers, { seconds: 2 });
    await buffer.close();
    rmSync(join(root, String(index)), { recursive: true });
    const mode = sync === "always" ? "always" : `every ${sync.everyMs} ms`;
    rows.push([mode, String(recordBytes), String(writers), fixed(records / seconds), fixed(megabytes / seconds, 1)]);
  }
  console.log("\nappending, from one process\n");
  for (const line of tableLines(["synced", "bytes a record", "writers", "records/s", "MB/s"], rows)) console.log(line);

  const folder = join(root, "queued");
  const buffer = await open(folder, { everyMs: 500 });
  buffer.reader("out", { whenFull: "block" });
  const filled = await append(buffer, 2_000, 64, { bytes: gibibyte });
  await buffer.close();
  const files = readdirSync(folder).filter((name) => name.endsWith(".segment")).length;
  const said = execFileSync(process.execPath, [import.meta.filename, "deliver", folder], { encoding: "utf8" });
  const figures: Record<string, number> = JSON.parse(said);
  console.log(`\nwith 1 GiB queued (${filled.records} records in ${files} files), in a new process\n`);
  const values = [
    fixed(figures.openedMs),
    fixed(figures.startMegabytes),
    fixed(figures.openedMegabytes),
    fixed(figures.mostMegabytes),
    fixed((figures.records ?? 0) / (figures.seconds ?? 0)),
    fixed((figures.megabytes ?? 0) / (figures.seconds ?? 0)),
  ];
  const header = ["open ms", "resident MB before", "opened", "at most while delivering", "records/s", "MB/s"];
  for (const line of tableLines(header, [values])) console.log(line);
};

const [command, given = ""] = process.argv.slice(2);
if (command === "deliver") console.log(JSON.stringify(await deliver(given)));
else if (import.meta.main) {
  const root = mkdtempSync(join(tmpdir(), "taskvitals-bench-"));
  try {
    const { bavail, bsize } = statfsSync(root);
    if (bavail * bsize < 3 * gibibyte) console.log(`3 GiB have to be free under ${tmpdir()}: nothing measured`);
    else await run(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
