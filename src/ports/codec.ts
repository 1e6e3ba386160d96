/** Bytes made smaller and back, for what only the agent itself reads. Synchronous: a record takes well under a millisecond. */
export interface Codec {
  compress(plain: Uint8Array): Uint8Array;
  /** Undefined when they are damaged, or not what `compress` gives, or expand to more than `maxBytes`. */
  expand(bytes: Uint8Array, maxBytes: number): Uint8Array | undefined;
}
