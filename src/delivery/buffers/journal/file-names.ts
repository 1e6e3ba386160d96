import type { Crc32 } from "../../../ports/checksum.ts";

/** Wide enough that names sort as their numbers do, up to 2^53. */
const digits = 16;
const segmentSuffix = ".segment";
const cursorSuffix = ".cursor";

export const segmentName = (firstSequence: number): string =>
  `${String(firstSequence).padStart(digits, "0")}${segmentSuffix}`;

/** The first sequence of the segment with this file name; undefined for other files. */
export const sequenceOfName = (name: string): number | undefined => {
  if (!name.endsWith(segmentSuffix)) return undefined;
  const number = name.slice(0, -segmentSuffix.length);
  return /^\d{16}$/.test(number) && Number.isSafeInteger(Number(number)) ? Number(number) : undefined;
};

/** File names have at most 255 bytes; what is longer than this is cut, and told apart by a checksum. */
const maxKeyLength = 200;
const keptLength = 180;

const utf8 = new TextEncoder();

/**
 * A reader's name as a part of a file name, the same on file systems that do not tell upper from lower case: letters,
 * digits, dot, hyphen and underscore stand for themselves, all else is a percent sign and two digits a byte.
 */
export const keyOf = (reader: string, crc32: Crc32): string => {
  const bytes = utf8.encode(reader);
  const key = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9._-]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
  }).join("");
  if (key.length <= maxKeyLength) return key;
  return `${key.slice(0, keptLength)}~${crc32(bytes).toString(16).padStart(8, "0")}`;
};

/** The name behind a key, as far as the key still has it. */
export const nameOf = (key: string): string => {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
};

export const cursorName = (key: string): string => `${key}${cursorSuffix}`;

export const keyOfName = (name: string): string | undefined =>
  name.endsWith(cursorSuffix) ? name.slice(0, -cursorSuffix.length) : undefined;
