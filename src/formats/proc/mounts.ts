import { linesOf } from "../kernel-text.ts";

/** A file system, where it is mounted. */
export interface Mount {
  /** `major:minor`, the same for all mounts of one file system. */
  readonly device: string;
  readonly path: string;
  /** ext4, xfs, overlay, ... */
  readonly type: string;
}

/** Spaces and the like are written as a backslash and three octal digits. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

const line = /^\d+ \d+ (\d+:\d+) \S+ (\/\S*) \S+ (?:\S+ )*?- (\S+) /;

/** Reads `/proc/PID/mountinfo`, in its order. */
export const parseMountinfo = (text: string): readonly Mount[] =>
  linesOf(text).flatMap((one) => {
    const [, device, path, type] = line.exec(one.slice(0, 4096)) ?? [];
    return device === undefined || path === undefined || type === undefined
      ? []
      : [{ device, path: unescaped(path), type }];
  });
