import type { Json } from "./item.ts";

interface Tree {
  [name: string]: Json | Tree;
}

const branch = (): Tree => Object.create(null);

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** Dotted names as objects within each other. Of a leaf and an object of one name the first stays. */
export const nested = (fields: ReadonlyMap<string, Json>): Json => {
  const root = branch();
  for (const [name, value] of fields) {
    const parts = name.split(".");
    const last = parts.pop() ?? name;
    let at: Tree | undefined = root;
    for (const part of parts) {
      if (at === undefined) break;
      at[part] ??= branch();
      const next: unknown = at[part];
      at = isTree(next) ? next : undefined;
    }
    if (at !== undefined && !Object.hasOwn(at, last)) at[last] = value;
  }
  return root;
};
