import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../src/delivery/buffers/journal/journal.ts";
import { crc32 } from "../src/platform/checksum.ts";
import { systemClock } from "../src/platform/clock.ts";
import { nodeDisk } from "../src/platform/disk.ts";
import type { RecordBuffer } from "../src/ports/buffer.ts";
import { circumstances, fixed, paragraphs, type Section, table } from "./section.ts";
import { median } from "./table.ts";

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

type Figures = Readonly<Record<"startMegabytes" | "openedMs" | "openedMegabytes", number>>;
type Delivered = Figures & Readonly<Record<"mostMegabytes" | "records" | "megabytes" | "seconds", number>>;

const residentMegabytes = (): number => process.memoryUsage.rss() / megabyte;

/** Opens what is queued. Run in a process of its own. */
const openQueued = async (folder: string): Promise<{ buffer: RecordBuffer; figures: Figures }> => {
  const startMegabytes = residentMegabytes();
  const fromMs = performance.now();
  const buffer = await open(folder, "always");
  buffer.reader("out", { whenFull: "block" });
  return {
    buffer,
    figures: { startMegabytes, openedMs: performance.now() - fromMs, openedMegabytes: residentMegabytes() },
  };
};

/** Opens what is queued and delivers it. Run in a process of its own. */
const deliverQueued = async (folder: string): Promise<Delivered> => {
  const { buffer, figures } = await openQueued(folder);
  const reader = buffer.reader("out", { whenFull: "block" });
  const { records, bytes } = reader.backlog();
  const fromMs = performance.now();
  let mostMegabytes = 0;
  while (reader.backlog().records > 0) {
    const lease = await reader.lease({ maxRecords: 10_000, maxBytes: 4 * megabyte });
    await lease?.settle();
    mostMegabytes = Math.max(mostMegabytes, residentMegabytes());
  }
  const seconds = (performance.now() - fromMs) / 1000;
  await buffer.close();
  return { ...figures, mostMegabytes, records, megabytes: bytes / megabyte, seconds };
};

const inNewProcess = <T extends Figures>(command: "open" | "deliver", folder: string): T =>
  JSON.parse(execFileSync(process.execPath, [import.meta.filename, command, folder], { encoding: "utf8" }));

const appendCases: readonly (readonly [sync: Sync, recordBytes: number, writers: number])[] = [
  ["always", 2_000, 1],
  ["always", 2_000, 64],
  ["always", 64_000, 16],
  [{ everyMs: 500 }, 2_000, 1],
  [{ everyMs: 500 }, 2_000, 64],
  [{ everyMs: 500 }, 64_000, 16],
];

const appendTable = async (root: string): Promise<string> => {
  const rows: string[][] = [];
  for (const [index, [sync, recordBytes, writers]] of appendCases.entries()) {
    const folder = join(root, String(index));
    const buffer = await open(folder, sync);
    const { records, megabytes, seconds } = await append(buffer, recordBytes, writers, { seconds: 2 });
    await buffer.close();
    rmSync(folder, { recursive: true });
    const mode = sync === "always" ? "always" : `every ${sync.everyMs} ms`;
    rows.push([mode, String(recordBytes), String(writers), fixed(records / seconds, 0), fixed(megabytes / seconds, 1)]);
  }
  return table(["synced", "bytes a record", "writers", "records/s", "MB/s"], rows);
};

/** Opened five times, each in a new process. */
const openedRow = (name: string, folder: string): string[] => {
  const opened = Array.from({ length: 5 }, () => inNewProcess("open", folder));
  const of = (key: keyof Figures): number => median(opened.map((figures) => figures[key]));
  const slowestMs = Math.max(...opened.map(({ openedMs }) => openedMs));
  return [
    name,
    fixed(of("openedMs"), 0),
    fixed(slowestMs, 0),
    fixed(of("startMegabytes"), 1),
    fixed(of("openedMegabytes"), 1),
  ];
};

const fill = async (folder: string, bytes: number): Promise<Appended> => {
  const buffer = await open(folder, { everyMs: 500 });
  buffer.reader("out", { whenFull: "block" });
  const appended = await append(buffer, 2_000, 64, { bytes });
  await buffer.close();
  return appended;
};

const run = async (root: string): Promise<Section> => {
  const where = circumstances();
  const appending = await appendTable(root);
  const [empty, queued] = [join(root, "empty"), join(root, "queued")];
  await fill(empty, 0);
  const filled = await fill(queued, gibibyte);
  const files = readdirSync(queued).filter((name) => name.endsWith(".segment")).length;
  const opened = [openedRow("nothing", empty), openedRow("1 GiB", queued)];
  const delivered = inNewProcess<Delivered>("deliver", queued);
  return {
    title: "The journal",
    text: paragraphs(
      where,
      "The durable buffer by itself. Appending, from one process:",
      appending,
      `Opening it in a new process, median of five, with ${filled.records} records in ${files} files queued and with none; what was written a
moment ago is still in the page cache. Budget: 1 s for 1 GiB, and memory that does not grow with what is queued.`,
      table(["queued", "open ms", "slowest", "resident MB before", "opened"], opened),
      `Delivering that 1 GiB, by leases of 4 MB at most: ${fixed(delivered.records / delivered.seconds, 0)} records/s, ${fixed(delivered.megabytes / delivered.seconds, 0)} MB/s, ${fixed(delivered.mostMegabytes, 0)} MB resident at most.`,
    ),
  };
};

/** What the durable buffer costs, on the disk under TMPDIR. Nothing where that has no room. */
export const journal = async (): Promise<Section | undefined> => {
  const root = mkdtempSync(join(tmpdir(), "taskvitals-bench-"));
  try {
    const { bavail, bsize } = statfsSync(root);
    if (bavail * bsize >= 3 * gibibyte) return await run(root);
    console.error(`journal: 3 GiB have to be free under ${tmpdir()}; nothing measured`);
    return undefined;
  } finally {
    rmSync(root, { recursive: true });
  }
};

if (import.meta.main) {
  const [command, folder = ""] = process.argv.slice(2);
  if (command === "deliver") console.log(JSON.stringify(await deliverQueued(folder)));
  else {
    const { buffer, figures } = await openQueued(folder);
    await buffer.close();
    console.log(JSON.stringify(figures));
  }
}
