import type { Readable } from "node:stream";

export class TooLarge extends Error {}

/** The whole body as UTF-8, or TooLarge as soon as it is known to be. */
export const boundedText = async (body: Readable, maxBytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      body.destroy();
      throw new TooLarge(`the body is longer than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString("utf8");
};
