/** Synchronous: the texts are small, and one is compressed once for all readers. */
export type Gzip = (plain: Uint8Array) => Uint8Array;

/** Never unpacks more than `maxBytes`: a few kilobytes can stand for gigabytes. */
export type Gunzip = (packed: Uint8Array, maxBytes: number) => Uint8Array | "too-large" | "broken";
