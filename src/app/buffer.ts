import type { BufferSettings } from "../config/schema.ts";
import { openJournal } from "../delivery/buffers/journal/journal.ts";
import { openMemoryBuffer } from "../delivery/buffers/memory.ts";
import type { RecordBuffer } from "../ports/buffer.ts";
import type { Problem } from "../problems/problem.ts";
import type { Services } from "./services.ts";

export interface OpenedBuffer {
  readonly buffer: RecordBuffer;
  /** Why it is in memory although a disk was wanted. */
  readonly problem?: Problem;
}

const intervalSync = { everyMs: 500 } as const;

/** The buffer in front of the push outputs: on disk where there is one, else in memory. */
export const openBuffer = async (
  { path, storage, maxBytes, maxMemoryBytes, sync }: BufferSettings,
  { clock, disk, crc32 }: Services,
): Promise<OpenedBuffer> => {
  const inMemory = (): RecordBuffer => openMemoryBuffer({ maxBytes: maxMemoryBytes }, { clock });
  if (storage === "memory") return { buffer: inMemory() };
  const opened = await openJournal(
    { folder: path, maxBytes, sync: sync === "always" ? "always" : intervalSync },
    { disk, clock, crc32 },
  );
  return opened.ok ? { buffer: opened.buffer } : { buffer: inMemory(), problem: opened.problem };
};
