import { z } from "zod";

/** A configuration before it is checked: what YAML and the environment say. */
export type Tree = { readonly [key: string]: unknown };

const treeSchema = z.record(z.string(), z.unknown());

/** The value as a tree, or undefined when it is something else. */
export const asTree = (value: unknown): Tree | undefined => {
  const parsed = treeSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};

export const valueAt = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (Array.isArray(value) ? value[Number(key)] : asTree(value)?.[key]), tree);

/** A copy with one value set; what stands in the way and is no tree is replaced. */
export const withValue = (tree: Tree, path: readonly string[], value: unknown): Tree => {
  const [key, ...rest] = path;
  if (key === undefined) return tree;
  return { ...tree, [key]: rest.length === 0 ? value : withValue(asTree(tree[key]) ?? {}, rest, value) };
};

/** A copy in which a key without a value (`port:`) is left out, as if it were not written. */
export const withoutNulls = (value: unknown): unknown => {
  const tree = Array.isArray(value) ? undefined : asTree(value);
  if (tree === undefined) return value;
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
};

/** A copy with `above` laid over `below`, key by key. */
export const merge = (below: Tree, above: Tree): Tree => {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const [low, high] = [asTree(below[key]), asTree(value)];
    merged[key] = low !== undefined && high !== undefined ? merge(low, high) : value;
  }
  return merged;
};
