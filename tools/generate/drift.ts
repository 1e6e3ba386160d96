import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Document } from "./document.ts";

/** How a committed file compares with what the source gives now. */
export interface Drift {
  readonly path: string;
  readonly state: "same" | "missing" | "different" | "refused";
  /** Why it is refused. */
  readonly faults: readonly string[];
  /** What the file should say. */
  readonly text: string;
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const readCommitted = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

export const findDrift = async (root: string, document: Document): Promise<Drift> => {
  const { path } = document;
  const committed = await readCommitted(join(root, path));
  const faults = document.refuse?.(committed) ?? [];
  const text = document.render(committed);
  if (faults.length > 0) return { path, state: "refused", faults, text };
  if (committed === undefined) return { path, state: "missing", faults, text };
  return { path, state: committed === text ? "same" : "different", faults, text };
};

export const writeDocument = async (root: string, { path, text }: Drift): Promise<void> => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
