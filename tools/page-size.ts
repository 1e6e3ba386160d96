import { join } from "node:path";
import { buildPage, pageFolder } from "./page/build.ts";
import { overBudget, pageSizes, sizeLines } from "./page/sizes.ts";

/** `npm run size`: builds the page, says what it weighs, and fails when that is more than it may. */
const budget = 60_000;
const root = join(import.meta.dirname, "..");

await buildPage(root);
const sizes = await pageSizes(pageFolder(root));
for (const line of sizeLines(sizes)) console.log(line);
const over = overBudget(sizes, budget);
console.log(
  over === undefined ? `within the budget of ${budget} bytes with gzip` : `${over} bytes over the budget of ${budget}`,
);
if (over !== undefined) process.exitCode = 1;
