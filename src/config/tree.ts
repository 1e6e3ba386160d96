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
  path.reduce<unknown>((value, key) => asTree(value)?.[key], tree);

/** A copy with one value set; what stands in the way and is no tree is replaced. */
export const withValue = (tree: Tree, path: readonly string[], value: unknown): Tree => {
  const [key, ...rest] = path;
  if (key === undefined) return tree;
  return { ...tree, [key]: rest.length === 0 ? value : withValue(asTree(tree[key]) ?? {}, rest, value) };
};
