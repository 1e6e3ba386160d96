import type { HappeningNote } from "../../../src/web/api/contract.ts";

/** Those of these keys from history and stream, each once, oldest first. */
export const happeningsOf = (
  keys: ReadonlySet<string>,
  ...sources: readonly (readonly HappeningNote[])[]
): readonly HappeningNote[] => {
  const found = new Map<string, HappeningNote>();
  for (const note of sources.flat()) {
    if (keys.has(note.key)) found.set(`${note.key} ${note.kind} ${note.atMs}`, note);
  }
  return [...found.values()].sort((a, b) => a.atMs - b.atMs);
};
