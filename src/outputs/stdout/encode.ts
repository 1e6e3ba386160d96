import type { Payload } from "../../ports/push-output.ts";
import type { Item } from "./item.ts";

const utf8 = new TextEncoder();

/** A line each. JSON has no line breaks of its own, so a line is an item. */
export const encode = (items: readonly Item[]): Payload => {
  const body = utf8.encode(items.map(({ line }) => `${JSON.stringify(line)}\n`).join(""));
  return { method: "POST", path: "", headers: {}, body, plainBytes: body.length };
};

const lineEnd = 10;

/** The lines of a payload, ends included. */
export const linesOf = ({ body }: Payload): readonly string[] => {
  const text = new TextDecoder();
  const lines: string[] = [];
  for (let from = 0; from < body.length; ) {
    const end = body.indexOf(lineEnd, from) + 1 || body.length;
    lines.push(text.decode(body.subarray(from, end)));
    from = end;
  }
  return lines;
};
