import type { AppValueFamily } from "../model/app-family.ts";
import type { Tally } from "./app-reading.ts";
import type { JsonReadingOptions } from "./json-answer.ts";

/** Deeper, nobody measures anything. */
const deepest = 32;

/** A family of its own for one number that an app gives without saying what it is. */
export const openNumbers = (tally: Tally, { nowMs, maxSamples, maxNameLength = 512, keeps }: JsonReadingOptions) => {
  const families: AppValueFamily[] = [];
  const names = new Set<string>();

  const take = (name: string, value: number): void => {
    if (tally.samples >= maxSamples) tally.drop("over-samples");
    // A key may be empty, a name may not.
    else if (name === "") tally.drop("malformed");
    else if (name.length > maxNameLength) tally.drop("over-labels");
    else if (keeps?.(name) === false) return;
    else if (!Number.isFinite(value)) tally.drop("not-finite");
    else if (names.has(name)) tally.drop("repeated");
    else {
      names.add(name);
      families.push({ name, kind: "unknown", samples: [{ labels: {}, value, atMs: nowMs }] });
      tally.samples += 1;
    }
  };

  const keys: (string | number)[] = [];

  /** A name is made where a number is, not on the way: a list may hold a million of nothing. */
  const walk = (value: unknown, length: number): void => {
    if (typeof value === "number") take(keys.join("."), value);
    if (typeof value !== "object" || value === null) return;
    if (keys.length > deepest || length > maxNameLength) {
      tally.drop("over-labels");
      return;
    }
    const step = (key: string | number, inside: unknown): void => {
      keys.push(key);
      walk(inside, length + String(key).length + 1);
      keys.pop();
    };
    if (Array.isArray(value)) for (let place = 0; place < value.length; place += 1) step(place, value[place]);
    else for (const key of Object.keys(value)) step(key, Reflect.get(value, key));
  };

  return {
    families,
    /** Every number in it, named by the keys that lead to it, with dots between; in lists the place is the key. */
    walk: (value: unknown, ...path: readonly string[]): void => {
      keys.push(...path);
      walk(value, path.join(".").length);
      keys.length = 0;
    },
  };
};
