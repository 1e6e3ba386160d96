import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";

/** Device file of the whole disk under a path. Linux: a device number is 12 bits of major over 20 of minor, split up. */
export const diskUnder = (path: string): string => {
  const { dev } = statSync(path);
  const major = (dev >> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >> 12) & 0xfff00);
  const entry = `/sys/dev/block/${major}:${minor}`;
  if (!existsSync(entry))
    throw new Error(`${path} is on no block device (${major}:${minor}): set TMPDIR to one that is`);
  const device = realpathSync(entry);
  return `/dev/${basename(existsSync(`${device}/partition`) ? dirname(device) : device)}`;
};
