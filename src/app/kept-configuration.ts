import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";

/** The last good configuration from elsewhere, on the disk where there is one. */
export interface KeptConfiguration {
  /** Undefined when there is none of this origin. */
  read(): Promise<string | undefined>;
  /** Resolves with whether it is kept. */
  write(text: string): Promise<boolean>;
}

export interface KeptConfigurationOptions {
  readonly folder: string;
  /** What another origin's text is not taken for. */
  readonly from: string;
  readonly disk: Disk;
  readonly files: Files;
}

/** A comment of YAML, so that the file is one that can be used. */
const headOf = (from: string): string => `# Kept by taskvitals, from ${from}\n`;

export const openKeptConfiguration = ({ folder, from, disk, files }: KeptConfigurationOptions): KeptConfiguration => {
  const file = `${folder}/last-good.yaml`;
  const next = `${file}.next`;
  const head = headOf(from);
  const put = async (text: string): Promise<boolean> => {
    const opened = await disk.open(next, "create");
    if (!opened.ok) return false;
    const { value: handle } = opened;
    const written = await handle.write(new TextEncoder().encode(`${head}${text}`), 0);
    const safe = written.ok && (await handle.sync()).ok;
    await handle.close();
    return safe && (await disk.rename(next, file)).ok;
  };
  return {
    read: async () => {
      const read = await files.readText(file);
      return read.ok && read.text.startsWith(head) ? read.text.slice(head.length) : undefined;
    },
    write: async (text) => (await disk.makeFolder(folder)).ok && put(text),
  };
};
