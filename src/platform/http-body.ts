import type { Readable } from "node:stream";

export class TooLarge extends Error {
  constructor(what: string, maxBytes: number) {
    super(`${what} is longer than ${maxBytes} bytes`);
  }
}

/** The whole body, or TooLarge as soon as it is known to be. */
export const boundedBytes = async (body: Readable, maxBytes: number, announcedBytes: number): Promise<Buffer> => {
  if (announcedBytes > maxBytes) {
    body.destroy();
    throw new TooLarge("the body", maxBytes);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge("the body", maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
};

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Joins what came of a line; its end may be CR LF. */
const lineOf = (parts: readonly Buffer[]): string => {
  const bytes = Buffer.concat(parts);
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  return bytes.toString("utf8", 0, end);
};

/** Splits at newlines. Ends without a throw when the stream breaks off or a line is too long: nothing half is told. */
export async function* boundedLines(body: Readable, maxLineBytes: number): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      let from = 0;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        size += at - from;
        if (size > maxLineBytes) return;
        parts.push(chunk.subarray(from, at));
        yield lineOf(parts);
        parts = [];
        size = 0;
        from = at + 1;
      }
      size += chunk.length - from;
      if (size > maxLineBytes) return;
      if (from < chunk.length) parts.push(chunk.subarray(from));
    }
    if (size > 0) yield lineOf(parts);
  } catch {
    // The stream broke off: for the reader that is its end.
  } finally {
    body.destroy();
  }
}
