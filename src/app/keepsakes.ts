import type { Disk } from "../ports/disk.ts";
import type { Keepsake, Left } from "../ports/keepsake.ts";
import { type KeptText, openKeptText } from "./kept-text.ts";

export interface KeepsakesOptions {
  readonly disk: Disk;
  /** Undefined: what is left ends with the agent. */
  readonly folder: string | undefined;
  /** False for a command that looks on beside an agent: it reads what that one left, and leaves nothing for it. */
  readonly leaves: boolean;
}

/** What inputs leave for their successors: in memory over a change of the configuration, on the disk over a restart. */
export interface Keepsakes {
  /** The same for each input of this name. */
  of(input: string): Keepsake;
}

/** @param write undefined: there is no disk for it */
const openKeepsake = (read: KeptText["read"], write: KeptText["write"] | undefined): Keepsake => {
  let text: string | undefined;
  let writing: Promise<Left> | undefined;
  let next: Promise<Left> | undefined;

  const put = async (): Promise<Left> => {
    next = undefined;
    const written = text === undefined ? undefined : await write?.(text);
    writing = undefined;
    return written === undefined || written.ok ? { ok: true } : { ok: false, detail: written.detail };
  };
  const begin = (): Promise<Left> => {
    writing = put();
    return writing;
  };

  return {
    read: async () => text ?? (await read()),
    leave: (left) => {
      text = left;
      if (writing === undefined) return begin();
      // Who comes while one is written shares the next, which has the newest.
      next ??= writing.then(begin);
      return next;
    },
  };
};

export const openKeepsakes = ({ disk, folder, leaves }: KeepsakesOptions): Keepsakes => {
  const all = new Map<string, Keepsake>();
  return {
    of: (input) => {
      let keepsake = all.get(input);
      if (keepsake === undefined) {
        const kept = folder === undefined ? undefined : openKeptText(disk, folder, `${input}.kept`);
        keepsake = openKeepsake(kept?.read ?? (async () => undefined), leaves ? kept?.write : undefined);
        all.set(input, keepsake);
      }
      return keepsake;
    },
  };
};
