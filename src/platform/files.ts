import { readdir, readFile, stat, statfs } from "node:fs/promises";
import type { BinaryFiles, FileFailure } from "../ports/files.ts";
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

export const nodeFiles: BinaryFiles = {
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
