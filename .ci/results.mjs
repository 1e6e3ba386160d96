// The tests in reports of Vitest's. What a later report says of a file replaces what an earlier one said of it.
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** Of each file: its path, whether it failed as a whole, what it said then, and its tests. Without a report: none. */
export const resultsOf = (reports) => {
  const files = new Map();
  for (const report of reports.filter(existsSync)) {
    for (const { name, status, message, assertionResults } of JSON.parse(readFileSync(report, "utf8")).testResults) {
      const path = relative(process.cwd(), name);
      files.set(path, { path, failed: status === "failed", message, tests: assertionResults });
    }
  }
  return [...files.values()];
};
