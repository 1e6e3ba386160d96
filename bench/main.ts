import { parseArgs } from "node:util";
import { appReadings } from "./app-readings.ts";
import { writeSections } from "./benchmarks-document.ts";
import { collections } from "./collections.ts";
import { engine } from "./engine.ts";
import { journal } from "./journal.ts";
import { live } from "./live.ts";
import { outputs } from "./outputs.ts";
import type { Section } from "./section.ts";
import { start } from "./start.ts";

/**
 * `npm run bench [-- names...] [--write]`: everything, or some of it. `--write` puts what was measured into
 * docs/benchmarks.md, and leaves there what was not.
 */
const all: Readonly<Record<string, () => Promise<Section | undefined>>> = {
  collections,
  start,
  outputs,
  live,
  journal,
  readings: appReadings,
  engine,
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: "boolean" } } });
const unknown = positionals.filter((name) => all[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}; there are ${Object.keys(all).join(", ")}.`);
  process.exit(1);
}

const sections: Section[] = [];
for (const [name, measure] of Object.entries(all)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const section = await measure();
  if (section === undefined) continue;
  sections.push(section);
  console.log(`\n## ${section.title}\n\n${section.text}`);
}
if (values.write === true) await writeSections(sections);
