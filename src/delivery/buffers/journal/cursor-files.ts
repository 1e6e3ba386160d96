import type { Crc32 } from "../../../ports/checksum.ts";
import type { Disk, DiskFailure, DiskFile } from "../../../ports/disk.ts";
import type { Cursor } from "../store.ts";
import { type CursorSlot, decodeCursorFile, encodeCursorSlot, slotBytes } from "./cursor-slot.ts";
import { cursorName, keyOfName } from "./file-names.ts";

/** One file a reader. Calls for one reader do not overlap. */
export interface CursorFiles {
  /** What is in the folder; without a cursor where both slots are damaged. */
  readonly found: ReadonlyMap<string, Cursor | undefined>;
  save(key: string, cursor: Cursor, how: "durable" | "written"): Promise<DiskFailure | undefined>;
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

interface OpenCursor {
  readonly file: DiskFile;
  generation: number;
}

export const openCursorFiles = async (
  disk: Disk,
  folder: string,
  crc32: Crc32,
  names: readonly string[],
): Promise<CursorFiles> => {
  const found = new Map<string, CursorSlot | undefined>();
  const open = new Map<string, OpenCursor>();
  let closed = false;

  const read = async (name: string): Promise<CursorSlot | undefined> => {
    const opened = await disk.open(`${folder}/${name}`, "read");
    if (!opened.ok) return undefined;
    const bytes = new Uint8Array(2 * slotBytes);
    const count = await opened.value.read(bytes, 0);
    await opened.value.close();
    return count.ok ? decodeCursorFile(bytes.subarray(0, count.value), crc32) : undefined;
  };

  for (const name of names) {
    const key = keyOfName(name);
    if (key !== undefined) found.set(key, await read(name));
  }

  /** A new file is made whole at once, with both slots, so that later writes need no room and one bad page costs nothing. */
  const create = async (key: string, cursor: Cursor): Promise<DiskFailure | undefined> => {
    const path = `${folder}/${cursorName(key)}`;
    const fresh = `${path}.new`;
    const opened = await disk.open(fresh, "create");
    if (!opened.ok) return opened;
    const file = opened.value;
    const generation = (found.get(key)?.generation ?? 0) + 2;
    const bytes = new Uint8Array(2 * slotBytes);
    for (const each of [generation - 1, generation]) {
      bytes.set(encodeCursorSlot({ generation: each, cursor }, crc32), (each % 2) * slotBytes);
    }
    for (const act of [
      () => file.write(bytes, 0),
      () => file.sync(),
      () => disk.rename(fresh, path),
      () => disk.syncFolder(folder),
    ]) {
      const result = await act();
      if (!result.ok) {
        await file.close();
        await disk.remove(fresh);
        return result;
      }
    }
    if (closed) await file.close();
    else open.set(key, { file, generation });
    return undefined;
  };

  const drop = async (key: string): Promise<void> => {
    const old = open.get(key);
    open.delete(key);
    await old?.file.close();
  };

  /** Writes the slot that is not the newest. */
  const update = async (
    target: OpenCursor,
    cursor: Cursor,
    how: "durable" | "written",
  ): Promise<DiskFailure | undefined> => {
    const generation = target.generation + 1;
    const slot = encodeCursorSlot({ generation, cursor }, crc32);
    const written = await target.file.write(slot, (generation % 2) * slotBytes);
    if (!written.ok) return written;
    target.generation = generation;
    if (how === "written") return undefined;
    const synced = await target.file.sync();
    return synced.ok ? undefined : synced;
  };

  return {
    found: new Map([...found].map(([key, slot]) => [key, slot?.cursor])),
    save: async (key, cursor, how) => {
      if (closed) return { ok: false, reason: "io", detail: "closed" };
      const target = open.get(key);
      if (target !== undefined) {
        const failure = await update(target, cursor, how);
        if (failure === undefined) return undefined;
        // The file may be at fault, not the disk: a new one may do.
        found.set(key, { generation: target.generation + 1, cursor });
        await drop(key);
      }
      return create(key, cursor);
    },
    remove: async (key) => {
      found.delete(key);
      await drop(key);
      await disk.remove(`${folder}/${cursorName(key)}`);
      await disk.syncFolder(folder);
    },
    close: async () => {
      closed = true;
      for (const key of [...open.keys()]) await drop(key);
    },
  };
};
