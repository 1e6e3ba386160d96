import type { DiskOperation, FakeDisk } from "./fake-disk.ts";

export type Refused = "write" | "sync" | "read" | "everything" | "changes";

/** What goes wrong with a journal's disk, and right again. */
export interface DiskTroubles {
  /** Operations of a sort fail, after so many more that do not. */
  refuse(what: Refused, after: number): void;
  harm(how: "flip" | "vanish", file: number, at: number): void;
  mend(): void;
  /** Reading fails. What a journal that opens then can't find it can't count: journal-faults.test.ts has that. */
  blind(): boolean;
}

const changing: readonly DiskOperation[] = ["create", "write", "truncate", "sync", "rename", "remove", "syncFolder"];

export const createDiskTroubles = (disk: FakeDisk, folder: string): DiskTroubles => {
  let blind = false;
  const harms = new Set<"flip" | "vanish" | "cursor">();

  const refuse = (what: Refused, after: number): void => {
    let left = after;
    blind = what === "read" || what === "everything";
    disk.refuse = (operation) => {
      const hit = what === "everything" || (what === "changes" ? changing.includes(operation) : operation === what);
      if (!hit || left-- > 0) return undefined;
      return what === "changes" ? "read-only" : "io";
    };
  };

  /**
   * A fault of the disk itself. A segment vanishes only when there is one behind it: nothing else could tell that it
   * ever was. For the same reason no segment vanishes where a cursor is harmed.
   */
  const harm = (how: "flip" | "vanish", file: number, at: number): void => {
    const segments = disk.names(folder).filter((name) => name.endsWith(".segment"));
    const newest = segments.sort().findLastIndex((name) => disk.durableBytes(`${folder}/${name}`) > 0);
    const names = how === "flip" ? disk.names(folder) : segments.slice(0, Math.max(0, newest));
    const name = names[file % Math.max(1, names.length)];
    if (name === undefined) return;
    const kind = name.endsWith(".cursor") ? "cursor" : how;
    if ((kind === "cursor" && harms.has("vanish")) || (kind === "vanish" && harms.has("cursor"))) return;
    harms.add(kind);
    const bytes = disk.bytes(`${folder}/${name}`);
    if (how === "vanish") disk.vanish(`${folder}/${name}`);
    else if (bytes.length > 0) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << (at % 8));
  };

  return {
    refuse,
    harm,
    mend: () => {
      blind = false;
      disk.refuse = () => undefined;
      disk.capacityBytes = Number.POSITIVE_INFINITY;
    },
    blind: () => blind,
  };
};
