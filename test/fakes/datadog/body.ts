import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip, inflate, zstdDecompress } from "node:zlib";
import { otherSizes, type Sizes, seriesSizes } from "./rules.ts";

export type Body =
  | { readonly ok: true; readonly text: string; readonly bytes: number }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly error: string; readonly bytes: number };

const openers = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  zstd1: promisify(zstdDecompress),
} as const;

const isKnown = (encoding: string): encoding is keyof typeof openers => Object.hasOwn(openers, encoding);

const tooLarge = (bytes: number): Body => ({ ok: false, status: 413, error: "Payload too big", bytes });

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const plain = async (bytes: Buffer, encoding: string, { plain: most }: Sizes): Promise<Body> => {
  const size = bytes.length;
  if (encoding === "identity") {
    return size > most ? tooLarge(size) : { ok: true, text: bytes.toString("utf8"), bytes: size };
  }
  if (!isKnown(encoding)) return { ok: false, status: 415, error: `unknown encoding ${encoding}`, bytes: size };
  try {
    const opened = await openers[encoding](bytes, { maxOutputLength: most });
    return { ok: true, text: opened.toString("utf8"), bytes: size };
  } catch (error) {
    if (error instanceof RangeError) return tooLarge(size);
    return { ok: false, status: 400, error: `not ${encoding}`, bytes: size };
  }
};

/** The request's body, decompressed, unless it is larger than the API takes or packed in a way that the call does not take. */
export const readBody = async (request: IncomingMessage, path: string, encodings: readonly string[]): Promise<Body> => {
  const bytes = await read(request);
  const sizes = path === "/api/v2/series" ? seriesSizes : otherSizes;
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (!encodings.includes(encoding)) {
    return { ok: false, status: 415, error: `this call takes no ${encoding}`, bytes: bytes.length };
  }
  if (encoding !== "identity" && bytes.length > sizes.compressed) return tooLarge(bytes.length);
  return plain(bytes, encoding, sizes);
};
