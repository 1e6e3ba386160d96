import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect } from "vitest";
import { openJournal } from "../../src/delivery/buffers/journal/journal.ts";
import { openMemoryBuffer } from "../../src/delivery/buffers/memory.ts";
import { crc32 } from "../../src/platform/checksum.ts";
import { nodeDisk } from "../../src/platform/disk.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Disk } from "../../src/ports/disk.ts";
import { createFakeDisk } from "../model/fake-disk.ts";
import { testBuffer } from "./buffer.ts";

const journal = async (disk: Disk, clock: Clock, folder: string, maxBytes: number) => {
  const opened = await openJournal({ folder, maxBytes, sync: "always", keepFreeBytes: 0 }, { disk, clock, crc32 });
  if (!opened.ok) throw new Error(opened.problem.detail);
  return opened.buffer;
};

describe("the memory buffer", () => {
  testBuffer(async (maxBytes, clock) => openMemoryBuffer({ maxBytes }, { clock }));
});

describe("the journal", () => {
  let disk = createFakeDisk();
  testBuffer(
    (maxBytes, clock) => {
      disk = createFakeDisk();
      return journal(disk.attach(), clock, "/journal", maxBytes);
    },
    () => expect(disk.openFiles()).toBe(0),
  );
});

describe("the journal on a real disk", async () => {
  const root = await mkdtemp(join(tmpdir(), "taskvitals-buffer-"));
  afterAll(() => rm(root, { recursive: true, force: true }));
  let opened = 0;
  testBuffer((maxBytes, clock) => {
    opened += 1;
    return journal(nodeDisk, clock, `${root}/${opened}`, maxBytes);
  });
});

describe("the journal whose disk takes nothing", () => {
  let disk = createFakeDisk();
  testBuffer(
    (maxBytes, clock) => {
      disk = createFakeDisk();
      const opened = journal(disk.attach(), clock, "/journal", maxBytes);
      disk.refuse = (operation) => (operation === "create" || operation === "write" ? "io" : undefined);
      return opened;
    },
    () => expect(disk.openFiles()).toBe(0),
  );
});
