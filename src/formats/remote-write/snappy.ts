import { compress } from "snappyjs";

/** Snappy's block format, which remote write wants (not the framed one). */
export const snappy = (plain: Uint8Array): Uint8Array => compress(plain);
