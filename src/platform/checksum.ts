import { crc32 as zlibCrc32 } from "node:zlib";
import type { Crc32 } from "../ports/checksum.ts";

export const crc32: Crc32 = (bytes, seed = 0) => zlibCrc32(bytes, seed);
