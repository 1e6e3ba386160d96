import { open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attend } from "./attendance.ts";

/**
 * Fills memory step by step and gives it back, over and over, and keeps a log of it on disk.
 * Usage: cache [MiB at most, 48] [seconds to fill, 24].
 */
const mostBytes = Number(process.argv[2] ?? "48") * 1_048_576;
const seconds = Number(process.argv[3] ?? "24");
const stepBytes = Math.ceil(mostBytes / seconds);
const loggedShare = 1 / 32;

/** A file without a name: it ends with the process, whatever ends it. */
const openLog = async () => {
  const path = join(tmpdir(), `taskvitals-cache-${process.pid}.log`);
  const file = await open(path, "w");
  await unlink(path);
  return file;
};

// Resizing gives the pages back to the system at once, where garbage would wait for its collector.
const store = new ArrayBuffer(0, { maxByteLength: mostBytes });
const log = await openLog();

const step = async (): Promise<void> => {
  const from = store.byteLength;
  if (from + stepBytes > mostBytes) {
    store.resize(0);
    await log.truncate(0);
    return;
  }
  store.resize(from + stepBytes);
  const added = new Uint8Array(store, from).fill(1);
  await log.write(added, 0, Math.ceil(stepBytes * loggedShare), Math.ceil(from * loggedShare));
  await log.datasync();
};

attend({});
await step();
setInterval(() => void step(), 1000);
