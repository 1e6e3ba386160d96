import type { Disk } from "../../../ports/disk.ts";

/** A folder for damaged files: nothing is read from it, and it never grows beyond its bounds. */
export interface Quarantine {
  /** Takes a file of the journal's folder out of the way; an empty one is just removed. False when it is still there. */
  take(name: string): Promise<boolean>;
  /** Since the journal was opened. */
  taken(): { readonly files: number; readonly bytes: number };
}

interface Kept {
  readonly name: string;
  readonly bytes: number;
}

const folderName = "quarantine";

export const openQuarantine = (disk: Disk, folder: string, maxBytes: number): Quarantine => {
  const inside = `${folder}/${folderName}`;
  let kept: Kept[] | undefined;
  let files = 0;
  let bytes = 0;

  /** Undefined when that can't be told. */
  const sizeOf = async (path: string): Promise<number | undefined> => {
    const opened = await disk.open(path, "read");
    if (!opened.ok) return undefined;
    const size = await opened.value.size();
    await opened.value.close();
    return size.ok ? size.value : undefined;
  };

  /** What earlier runs left there, oldest first: the names are the sequences. */
  const load = async (): Promise<Kept[]> => {
    await disk.makeFolder(inside);
    const names = await disk.list(inside);
    const found: Kept[] = [];
    for (const name of names.ok ? [...names.value].sort() : []) {
      found.push({ name, bytes: (await sizeOf(`${inside}/${name}`)) ?? 0 });
    }
    return found;
  };

  /** Removes the oldest until it fits. */
  const shrink = async (list: readonly Kept[]): Promise<Kept[]> => {
    const left = [...list];
    let total = left.reduce((sum, file) => sum + file.bytes, 0);
    while (total > maxBytes) {
      const oldest = left.shift();
      if (oldest === undefined) break;
      await disk.remove(`${inside}/${oldest.name}`);
      total -= oldest.bytes;
    }
    return left;
  };

  return {
    take: async (name) => {
      kept ??= await load();
      const size = await sizeOf(`${folder}/${name}`);
      if (size === 0) return (await disk.remove(`${folder}/${name}`)).ok;
      const moved = await disk.rename(`${folder}/${name}`, `${inside}/${name}`);
      if (!moved.ok && moved.reason !== "not-found") {
        // A file that can't be moved may still let itself be removed.
        if (!(await disk.remove(`${folder}/${name}`)).ok) return false;
      }
      files += 1;
      bytes += size ?? 0;
      if (moved.ok) kept = await shrink([...kept.filter((file) => file.name !== name), { name, bytes: size ?? 0 }]);
      await disk.syncFolder(folder);
      return true;
    },
    taken: () => ({ files, bytes }),
  };
};
