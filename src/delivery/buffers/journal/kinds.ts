const utf8 = new TextEncoder();
const text = new TextDecoder();

/** Kinds as bytes: few, and the same again and again. */
export interface KindCodec {
  encode(kind: string): Uint8Array;
  decode(bytes: Uint8Array, offset: number, length: number): string;
}

const same = (one: Uint8Array, bytes: Uint8Array, offset: number, length: number): boolean => {
  if (one.length !== length) return false;
  for (let index = 0; index < length; index += 1) if (one[index] !== bytes[offset + index]) return false;
  return true;
};

export const createKindCodec = (): KindCodec => {
  const encoded = new Map<string, Uint8Array>();
  let last = { bytes: new Uint8Array(), kind: "" };
  return {
    encode: (kind) => {
      const known = encoded.get(kind);
      if (known !== undefined) return known;
      const bytes = utf8.encode(kind);
      encoded.set(kind, bytes);
      return bytes;
    },
    decode: (bytes, offset, length) => {
      if (!same(last.bytes, bytes, offset, length)) {
        const own = bytes.slice(offset, offset + length);
        last = { bytes: own, kind: text.decode(own) };
      }
      return last.kind;
    },
  };
};
