import { mutated } from "./mutation.ts";
import type { Random } from "./random.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const odd: readonly Json[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  5e-324,
  1.7976931348623157e308,
  2 ** 63,
  2 ** 64,
  "",
  "1",
  "__proto__",
  "0001-01-01T00:00:00Z",
  "2026-13-45T99:99:99.999999999999Z",
  "\u0000\uD800日本",
  "/".repeat(300),
  [],
  {},
  [null],
  [[[[]]]],
  { "": null },
];

/** Somewhere in it something else, or nothing any more. */
const changed = (value: Json, random: Random): Json => {
  if (typeof value !== "object" || value === null || random.below(12) === 0) return random.pick(odd, null);
  if (Array.isArray(value)) {
    const at = random.below(value.length);
    if (random.below(8) === 0) return [...value, ...value];
    return value.map((one, index) => (index === at ? changed(one, random) : one));
  }
  const keys = Object.keys(value);
  const key = random.pick(keys, "");
  const { [key]: inside = null, ...rest } = value;
  const chance = random.below(16);
  if (chance === 0) return rest;
  if (chance === 1) return { ...rest, [random.pick(keys, "")]: inside };
  return { ...rest, [key]: changed(inside, random) };
};

/** Half of them are JSON still, since what is none tells only about the reader of JSON. */
export const mutatedJson = (corpus: readonly string[], words: readonly string[], random: Random): string => {
  if (random.below(2) === 0) return mutated(corpus, words, random);
  let value: Json = JSON.parse(random.pick(corpus, "null"));
  for (let times = 1 + random.below(4); times > 0; times -= 1) value = changed(value, random);
  return JSON.stringify(value);
};
