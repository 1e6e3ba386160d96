import type { Disk, DiskFailure, DiskFailureReason, DiskFile, DiskResult } from "../../src/ports/disk.ts";

export type DiskOperation =
  | "makeFolder"
  | "list"
  | "open"
  | "create"
  | "size"
  | "read"
  | "write"
  | "truncate"
  | "sync"
  | "rename"
  | "remove"
  | "syncFolder"
  | "freeBytes"
  | "lock";

/** A disk in memory that can do whatever disks do. What was not synced may be lost, in part or whole, when it crashes. */
export interface FakeDisk {
  /** The disk as the process that runs now has it; once that is killed, it can do nothing any more. */
  attach(): Disk;
  /** Asked before every operation; a reason makes it fail. */
  refuse: (operation: DiskOperation, path: string) => DiskFailureReason | undefined;
  /** Bytes of files that it takes; a write beyond is cut off and fails. */
  capacityBytes: number;
  /** Ends the process: open files and locks are gone, what was written stays. */
  killProcess(): void;
  /** Ends the machine: of what was not synced, `chance` (0 to 1, asked again and again) says what stays. */
  crashMachine(chance: () => number): void;
  /** Names in the folder, files only. */
  names(folder: string): readonly string[];
  /** The file's own bytes; changing them is a fault of the disk. */
  bytes(path: string): Uint8Array;
  /** How much of the file would outlive a crash of the machine. */
  durableBytes(path: string): number;
  /** Deletes, cuts or makes a file behind everybody's back. */
  vanish(path: string): void;
  resize(path: string, bytes: number): void;
  put(path: string, bytes: Uint8Array): void;
  /** Bytes read so far, by all processes. */
  readBytes(): number;
  /** Files that the process has open. */
  openFiles(): number;
}

type Change = { readonly offset: number; readonly bytes: Uint8Array } | { readonly length: number };

interface FileData {
  bytes: Uint8Array;
  synced: Uint8Array;
  changes: Change[];
}

const applied = (bytes: Uint8Array, change: Change): Uint8Array => {
  if ("length" in change) {
    const cut = new Uint8Array(change.length);
    cut.set(bytes.subarray(0, change.length));
    return cut;
  }
  const end = change.offset + change.bytes.length;
  const grown = end > bytes.length ? new Uint8Array(end) : bytes.slice();
  if (grown.length > bytes.length) grown.set(bytes);
  grown.set(change.bytes, change.offset);
  return grown;
};

/** A write that went to the disk only in part. */
const partOf = (change: Change, chance: () => number): Change =>
  "length" in change
    ? change
    : { ...change, bytes: change.bytes.subarray(0, Math.floor(chance() * change.bytes.length)) };

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export const createFakeDisk = (): FakeDisk => {
  const now = new Map<string, FileData>();
  const synced = new Map<string, FileData>();
  const folders = new Set<string>();
  const locks = new Set<string>();
  let process = 0;
  let open = 0;
  let readBytes = 0;

  const fail = (reason: DiskFailureReason, path: string): DiskFailure => ({ ok: false, reason, detail: path });
  const fine: DiskResult<undefined> = { ok: true, value: undefined };

  const used = (): number => [...now.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);

  /** One operation of the process that runs now; one that died changes nothing any more. */
  const act = async <Value>(
    of: number,
    operation: DiskOperation,
    path: string,
    change: () => DiskResult<Value>,
  ): Promise<DiskResult<Value>> => {
    await Promise.resolve();
    if (of !== process) return fail("io", `${path} of a process that has ended`);
    const reason = disk.refuse(operation, path);
    return reason === undefined ? change() : fail(reason, `${operation} ${path}`);
  };

  const write = (file: FileData, path: string, bytes: Uint8Array, offset: number): DiskResult<undefined> => {
    const grows = Math.max(0, offset + bytes.length - file.bytes.length);
    const room = Math.max(0, disk.capacityBytes - used());
    const taken = grows <= room ? bytes.slice() : bytes.slice(0, Math.max(0, bytes.length - (grows - room)));
    const change = { offset, bytes: taken };
    if (taken.length > 0) {
      file.bytes = applied(file.bytes, change);
      file.changes.push(change);
    }
    return taken.length === bytes.length ? fine : fail("full", path);
  };

  const fileOf = (of: number, file: FileData, path: string): DiskFile => {
    let isOpen = true;
    open += 1;
    return {
      size: () => act(of, "size", path, () => ({ ok: true, value: file.bytes.length })),
      read: (into, offset) =>
        act(of, "read", path, () => {
          const part = file.bytes.subarray(offset, offset + into.length);
          into.set(part);
          readBytes += part.length;
          return { ok: true, value: part.length };
        }),
      write: (bytes, offset) => act(of, "write", path, () => write(file, path, bytes, offset)),
      truncate: (length) =>
        act(of, "truncate", path, () => {
          file.bytes = applied(file.bytes, { length });
          file.changes.push({ length });
          return fine;
        }),
      sync: () =>
        act(of, "sync", path, () => {
          file.synced = file.bytes.slice();
          file.changes = [];
          return fine;
        }),
      close: async () => {
        if (isOpen && of === process) open -= 1;
        isOpen = false;
      },
    };
  };

  const crashFile = (file: FileData, chance: () => number): void => {
    let bytes = file.synced;
    for (const change of file.changes) {
      const fate = chance();
      if (fate > 0.6) bytes = applied(bytes, change);
      else if (fate > 0.3) bytes = applied(bytes, partOf(change, chance));
    }
    file.bytes = bytes.slice();
    file.synced = file.bytes.slice();
    file.changes = [];
  };

  const attachTo = (of: number): Disk => ({
    makeFolder: (path) =>
      act(of, "makeFolder", path, () => {
        folders.add(path);
        return fine;
      }),
    list: (folder) =>
      act(of, "list", folder, () =>
        folders.has(folder) ? { ok: true, value: disk.names(folder) } : fail("not-found", folder),
      ),
    open: (path, purpose) =>
      act(of, purpose === "create" ? "create" : "open", path, () => {
        const there = now.get(path);
        if (purpose !== "create")
          return there === undefined ? fail("not-found", path) : { ok: true, value: fileOf(of, there, path) };
        if (!folders.has(folderOf(path))) return fail("not-found", path);
        const file = there ?? { bytes: new Uint8Array(), synced: new Uint8Array(), changes: [] };
        file.bytes = new Uint8Array();
        file.changes.push({ length: 0 });
        now.set(path, file);
        return { ok: true, value: fileOf(of, file, path) };
      }),
    rename: (from, to) =>
      act(of, "rename", from, () => {
        const file = now.get(from);
        if (file === undefined || !folders.has(folderOf(to))) return fail("not-found", from);
        now.delete(from);
        now.set(to, file);
        return fine;
      }),
    remove: (path) =>
      act(of, "remove", path, () => {
        now.delete(path);
        return fine;
      }),
    syncFolder: (folder) =>
      act(of, "syncFolder", folder, () => {
        for (const path of [...synced.keys()]) if (folderOf(path) === folder && !now.has(path)) synced.delete(path);
        for (const [path, file] of now) if (folderOf(path) === folder) synced.set(path, file);
        return fine;
      }),
    freeBytes: (folder) =>
      act(of, "freeBytes", folder, () => ({ ok: true, value: Math.max(0, disk.capacityBytes - used()) })),
    lock: (path) =>
      act(of, "lock", path, () => {
        if (locks.has(path)) return fail("locked", "held by a test");
        locks.add(path);
        return { ok: true, value: { release: async () => void locks.delete(path) } };
      }),
  });

  const disk: FakeDisk = {
    refuse: () => undefined,
    capacityBytes: Number.POSITIVE_INFINITY,
    attach: () => attachTo(process),
    killProcess: () => {
      process += 1;
      open = 0;
      locks.clear();
    },
    crashMachine: (chance) => {
      disk.killProcess();
      for (const path of new Set([...now.keys(), ...synced.keys()])) {
        const before = synced.get(path);
        const file = now.get(path) === before || chance() > 0.5 ? now.get(path) : before;
        if (file === undefined) now.delete(path);
        else now.set(path, file);
      }
      synced.clear();
      for (const [path, file] of now) synced.set(path, file);
      for (const file of new Set(now.values())) crashFile(file, chance);
    },
    names: (folder) => [...now.keys()].filter((path) => folderOf(path) === folder).map(nameOf),
    bytes: (path) => now.get(path)?.bytes ?? new Uint8Array(),
    durableBytes: (path) => synced.get(path)?.synced.length ?? 0,
    vanish: (path) => {
      now.delete(path);
      synced.delete(path);
    },
    resize: (path, length) => {
      const file = now.get(path);
      if (file !== undefined) file.bytes = applied(file.bytes, { length });
    },
    put: (path, bytes) => {
      now.set(path, { bytes, synced: bytes, changes: [] });
    },
    readBytes: () => readBytes,
    openFiles: () => open,
  };
  return disk;
};
