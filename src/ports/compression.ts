/** Synchronous: the texts are small, and one is compressed once for all readers. */
export type Gzip = (plain: Uint8Array) => Uint8Array;
