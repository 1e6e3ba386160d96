import { join } from "node:path";
import { documents } from "./generate/documents.ts";
import { findDrift, writeDocument } from "./generate/drift.ts";

/** `npm run generate` writes every generated file; with `--check` it writes nothing and fails when one has drifted. */
const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");

for (const document of documents) {
  const drift = await findDrift(root, document);
  if (drift.state === "same") continue;
  if (drift.state === "refused") {
    process.exitCode = 1;
    console.error(`${drift.path}: refused`);
    for (const fault of drift.faults) console.error(`  ${fault} Say why in src/catalogue/deprecated.ts.`);
    continue;
  }
  if (check) {
    process.exitCode = 1;
    console.error(`${drift.path}: ${drift.state}; run npm run generate`);
    continue;
  }
  await writeDocument(root, drift);
  console.log(`${drift.path}: written`);
}
