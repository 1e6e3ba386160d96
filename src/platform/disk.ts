import { constants } from "node:fs";
import { access, mkdir, open, readdir, readFile, rename, rm, statfs, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import type { Disk, DiskFailure, DiskFailureReason, DiskFile, DiskLock, DiskResult } from "../ports/disk.ts";
import { errorCode, errorText } from "./error-text.ts";

const reasons: Readonly<Record<string, DiskFailureReason>> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "read-only",
  EACCES: "forbidden",
  EPERM: "forbidden",
  ENOENT: "not-found",
  EEXIST: "exists",
};

const failure = (error: unknown): DiskFailure => ({
  ok: false,
  reason: reasons[errorCode(error)] ?? "io",
  detail: errorText(error),
});

const attempt = async <Value>(act: () => Promise<Value>): Promise<DiskResult<Value>> => {
  try {
    return { ok: true, value: await act() };
  } catch (error) {
    return failure(error);
  }
};

type Handle = Awaited<ReturnType<typeof open>>;

const fileOf = (handle: Handle): DiskFile => ({
  size: () => attempt(async () => (await handle.stat()).size),
  read: (into, offset) =>
    attempt(async () => {
      let done = 0;
      while (done < into.length) {
        const { bytesRead } = await handle.read(into, done, into.length - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    }),
  write: (bytes, offset) =>
    attempt(async () => {
      let done = 0;
      // The kernel may take a part only; the rest then says why.
      while (done < bytes.length) {
        done += (await handle.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
      }
      return undefined;
    }),
  truncate: (bytes) => attempt(async () => void (await handle.truncate(bytes))),
  sync: () => attempt(async () => void (await handle.datasync())),
  close: async () => {
    await attempt(() => handle.close());
  },
});

const flags = { read: "r", change: "r+", create: "w+" } as const;

/** SQLite's result code when somebody else holds the lock: https://www.sqlite.org/rescode.html#busy */
const busy = 5;

const isBusy = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "errcode" in error && error.errcode === busy;

/**
 * Node has no file locks of its own, and a file with a process id in it can't tell a dead holder from a living one once
 * containers share a folder (each has a process 1). SQLite's exclusive transaction is a lock of the kernel on an empty
 * file: it ends with the process and holds between containers and, where the file system has locks, between hosts.
 */
const lock = async (path: string): Promise<DiskResult<DiskLock>> => {
  // SQLite tells less well why a file can't be opened. Never open that file here: closing it would drop the lock.
  const writable = await attempt(() => access(dirname(path), constants.W_OK));
  if (!writable.ok) return writable;
  const holder = `${path}.holder`;
  try {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    } catch (error) {
      database.close();
      if (!isBusy(error)) return failure(error);
      const who = await attempt(() => readFile(holder, "utf8"));
      return { ok: false, reason: "locked", detail: who.ok ? `held by ${who.value}` : "held by another process" };
    }
    await attempt(() => writeFile(holder, `process ${process.pid} on ${hostname()}`));
    return { ok: true, value: { release: async () => database.close() } };
  } catch (error) {
    return failure(error);
  }
};

export const nodeDisk: Disk = {
  makeFolder: (path) => attempt(async () => void (await mkdir(path, { recursive: true }))),
  list: (folder) =>
    attempt(async () =>
      (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name),
    ),
  open: async (path, purpose) => {
    const opened = await attempt(() => open(path, flags[purpose]));
    return opened.ok ? { ok: true, value: fileOf(opened.value) } : opened;
  },
  rename: (from, to) => attempt(async () => void (await rename(from, to))),
  remove: (path) => attempt(async () => void (await rm(path, { force: true }))),
  syncFolder: (folder) =>
    attempt(async () => {
      const handle = await open(folder, "r");
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      return undefined;
    }),
  freeBytes: (folder) =>
    attempt(async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    }),
  lock,
};
