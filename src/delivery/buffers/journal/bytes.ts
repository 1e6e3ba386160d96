const high = 2 ** 32;

/** A whole number below 2^53 as eight bytes, little-endian. */
export const setU64 = (view: DataView, offset: number, value: number): void => {
  view.setUint32(offset, value % high, true);
  view.setUint32(offset + 4, Math.floor(value / high), true);
};

/** Above 2^53 it is not exact, which only a damaged or foreign file has. */
export const getU64 = (view: DataView, offset: number): number =>
  view.getUint32(offset, true) + view.getUint32(offset + 4, true) * high;

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The next offset that is a multiple of eight. */
export const aligned = (offset: number): number => offset + ((8 - (offset % 8)) % 8);
