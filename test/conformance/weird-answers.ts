import fc from "fast-check";
import type { HttpResponse } from "../../src/ports/http-client.ts";

/** Values that no source should send, and that some do. */
const weirdValue = fc.constantFrom<unknown>(
  null,
  {},
  [],
  "",
  "x".repeat(5000),
  "\u0000\ud800",
  "NaN",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999999Z",
  -1,
  0,
  0.5,
  2 ** 53,
  2 ** 63 - 4096,
  2 ** 64 - 1,
  1e308,
  true,
  [null],
  [{}, [], "x", 7],
  { "": null, constructor: 2, toString: 3 },
);

interface Change {
  /** Which of the places, as a share of all. */
  readonly at: number;
  readonly to: unknown;
  readonly how: "replace" | "remove" | "twice";
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  to: weirdValue,
  how: fc.constantFrom("replace", "replace", "replace", "remove", "twice"),
});

interface Slot {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

const isHolder = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === "object" && value !== null;

/** Every place in a document that has a value. */
const slotsOf = (holder: Record<string, unknown> | unknown[]): Slot[] =>
  Object.keys(holder).flatMap((name) => {
    const key = Array.isArray(holder) ? Number(name) : name;
    const value = Reflect.get(holder, key);
    return [{ holder, key }, ...(isHolder(value) ? slotsOf(value) : [])];
  });

const apply = (root: { document: unknown }, { at, to, how }: Change): void => {
  const slots = slotsOf(root);
  const { holder, key } = slots[Math.floor(at * slots.length)] ?? { holder: root, key: "document" };
  if (Array.isArray(holder) && how === "twice") holder.push(Reflect.get(holder, key));
  else if (how === "remove") Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, structuredClone(to));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const bent = (response: HttpResponse, changes: readonly Change[]): HttpResponse => {
  const root: { document: unknown } = { document: parsed(response.body) };
  for (const each of changes) apply(root, each);
  return { ...response, body: JSON.stringify(root.document) ?? "" };
};

/** What a source that lies makes of a good answer: values changed, the end cut off, another status, another body. */
export type Lie =
  | { readonly changes: readonly Change[] }
  | { readonly keep: number }
  | { readonly status: number }
  | { readonly body: string };

export const lie: fc.Arbitrary<Lie> = fc.oneof(
  { arbitrary: fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 6 }) }), weight: 6 },
  fc.record({ keep: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ status: fc.constantFrom(204, 301, 400, 404, 429, 500, 503) }),
  fc.record({
    body: fc.constantFrom(
      "",
      "null",
      "{}",
      "[]",
      "0",
      '""',
      "<html>proxy</html>",
      "[[[[",
      '{"a":1}{"b":2}',
      "{}\n{}\n",
    ),
  }),
);

export const tell = (told: Lie, response: HttpResponse): HttpResponse => {
  if ("changes" in told) return bent(response, told.changes);
  if ("keep" in told)
    return { ...response, body: response.body.slice(0, Math.floor(told.keep * response.body.length)) };
  return { ...response, ...told };
};
