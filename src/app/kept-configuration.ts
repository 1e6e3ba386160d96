import type { Disk } from "../ports/disk.ts";
import { openKeptText } from "./kept-text.ts";

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
}

/** A comment of YAML, so that the file is one that can be used. */
const headOf = (from: string): string => `# Kept by taskvitals, from ${from}\n`;

export const openKeptConfiguration = ({ folder, from, disk }: KeptConfigurationOptions): KeptConfiguration => {
  const kept = openKeptText(disk, folder, "last-good.yaml");
  const head = headOf(from);
  return {
    read: async () => {
      const text = await kept.read();
      return text?.startsWith(head) ? text.slice(head.length) : undefined;
    },
    write: async (text) => (await kept.write(`${head}${text}`)).ok,
  };
};
