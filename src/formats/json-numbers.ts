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

  const walk = (value: unknown, path: string, depth: number): void => {
    if (typeof value === "number") take(path, value);
    if (typeof value !== "object" || value === null) return;
    if (depth > deepest || path.length > maxNameLength) {
      tally.drop("over-labels");
      return;
    }
    for (const [key, inside] of Object.entries(value)) walk(inside, path === "" ? key : `${path}.${key}`, depth + 1);
  };

  return {
    families,
    /** Every number in it, named by the keys that lead to it, with dots between; in lists the place is the key. */
    walk: (value: unknown, path = ""): void => walk(value, path, 0),
  };
};
