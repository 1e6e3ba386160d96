import type { Disk, DiskResult } from "../ports/disk.ts";

/** A text on the disk. What is read is whole: the one before or the one after, whatever ended the agent or the machine between. */
export interface KeptText {
  /** Undefined: there is none, it cannot be read, or it is longer than any that is written here. */
  read(): Promise<string | undefined>;
  /** Makes the folder too. Calls must not overlap. */
  write(text: string): Promise<DiskResult<undefined>>;
}

const mostBytes = 16 * 1024 * 1024;

export const openKeptText = (disk: Disk, folder: string, name: string): KeptText => {
  const path = `${folder}/${name}`;
  const fresh = `${path}.next`;

  const put = async (bytes: Uint8Array): Promise<DiskResult<undefined>> => {
    const opened = await disk.open(fresh, "create");
    if (!opened.ok) return opened;
    const written = await opened.value.write(bytes, 0);
    const safe = written.ok ? await opened.value.sync() : written;
    await opened.value.close();
    if (!safe.ok) return safe;
    const named = await disk.rename(fresh, path);
    return named.ok ? disk.syncFolder(folder) : named;
  };

  return {
    read: async () => {
      const opened = await disk.open(path, "read");
      if (!opened.ok) return undefined;
      const size = await opened.value.size();
      const bytes = new Uint8Array(size.ok && size.value <= mostBytes ? size.value : 0);
      const read = await opened.value.read(bytes, 0);
      await opened.value.close();
      return read.ok && bytes.length > 0
        ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, read.value))
        : undefined;
    },
    write: async (text) => {
      const bytes = new TextEncoder().encode(text);
      if (bytes.length > mostBytes) return { ok: false, reason: "full", detail: `${path} would be longer than 16 MiB` };
      const made = await disk.makeFolder(folder);
      return made.ok ? put(bytes) : made;
    },
  };
};
