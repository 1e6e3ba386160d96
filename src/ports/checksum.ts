/** CRC-32 (IEEE 802.3, as in zlib) of the bytes, going on from `seed`, the checksum of what stands before them. */
export type Crc32 = (bytes: Uint8Array, seed?: number) => number;
