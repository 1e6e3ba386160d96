import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Section } from "./section.ts";

const path = join(import.meta.dirname, "..", "docs", "benchmarks.md");

const heading = `# Benchmarks

What taskvitals costs, beside its budgets. Written by \`npm run bench -- --write\`; each part says when and where it was
measured. CPU time is the process's own; other load on the machine makes it longer, seldom shorter.
`;

const sectionsIn = (document: string): Map<string, string> =>
  new Map(
    document
      .split(/^## /m)
      .slice(1)
      .map((part): [string, string] => {
        const [title = "", ...lines] = part.split("\n");
        return [title, lines.join("\n").trim()];
      }),
  );

/** Puts the sections in the place of those of the same titles; the others stay. */
export const writeSections = async (sections: readonly Section[]): Promise<void> => {
  const standing = sectionsIn(await readFile(path, "utf8").catch(() => ""));
  for (const { title, text } of sections) standing.set(title, text.trim());
  const parts = [...standing].map(([title, text]) => `\n## ${title}\n\n${text}\n`);
  await writeFile(path, `${heading}${parts.join("")}`);
};
