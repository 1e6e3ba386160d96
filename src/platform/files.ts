import { closeSync, constants, openSync, readSync } from "node:fs";
import { readdir, readFile, stat, statfs } from "node:fs/promises";
import type { BinaryFiles, FileFailure, FileText, KernelFiles } from "../ports/files.ts";
import { errorCode, errorText } from "./error-text.ts";

const failure = (error: unknown): FileFailure => {
  const code = errorCode(error);
  const reason =
    code === "ENOENT" || code === "ENOTDIR" || code === "ESRCH" || code === "ENODEV"
      ? "not-found"
      : code === "EACCES" || code === "EPERM"
        ? "forbidden"
        : "other";
  return { ok: false, reason, detail: errorText(error) };
};

/** A pipe in a file's place must not hold the thread up. */
const readOnly = constants.O_RDONLY | constants.O_NONBLOCK;

const longestKernelFile = 4 * 1024 * 1024;

/** One for all readings, which never overlap; it grows to the longest file there was. */
let room = Buffer.allocUnsafe(64 * 1024);

/** Fills `room` to the end of the file; undefined when the file is too long. */
const readWhole = (file: number): number | undefined => {
  let length = 0;
  for (;;) {
    const read = readSync(file, room, length, room.length - length, null);
    length += read;
    if (read === 0) return length;
    if (length < room.length) continue;
    if (length >= longestKernelFile) return undefined;
    const larger = Buffer.allocUnsafe(room.length * 4);
    room.copy(larger);
    room = larger;
  }
};

const readNow = (path: string): FileText => {
  let file: number | undefined;
  try {
    file = openSync(path, readOnly);
    const length = readWhole(file);
    return length === undefined
      ? { ok: false, reason: "other", detail: `${path} is longer than ${longestKernelFile} bytes` }
      : { ok: true, text: room.toString("utf8", 0, length) };
  } catch (error) {
    return failure(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
};

export const nodeFiles: BinaryFiles & KernelFiles = {
  readNow,
  readText: async (path) => {
    try {
      return { ok: true, text: await readFile(path, "utf8") };
    } catch (error) {
      return failure(error);
    }
  },
  readBytes: async (path) => {
    try {
      return { ok: true, bytes: await readFile(path) };
    } catch (error) {
      return failure(error);
    }
  },
  list: async (path) => {
    try {
      return await readdir(path);
    } catch {
      return [];
    }
  },
  isSocket: async (path) => {
    try {
      return (await stat(path)).isSocket();
    } catch {
      return false;
    }
  },
  fileSystem: async (path) => {
    try {
      const { bsize, blocks, bfree } = await statfs(path);
      return { sizeBytes: blocks * bsize, usedBytes: (blocks - bfree) * bsize };
    } catch (error) {
      return failure(error);
    }
  },
};
