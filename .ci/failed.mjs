// The failed tests of a report of Vitest's: each name with the first line of what it said. Ends badly when there is none.
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

const [report] = process.argv.slice(2);
/** What reads the summary may show its end only. */
const most = 40;
const longest = 300;

const firstLine = (message = "") => (message.split("\n").find((line) => line.trim() !== "") ?? "").slice(0, longest);

const files = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).testResults : [];
const failures = files.flatMap(({ name, status, message, assertionResults }) => {
  const path = relative(process.cwd(), name);
  const failed = assertionResults.filter((test) => test.status === "failed");
  // A file that cannot be loaded has a message and no test.
  if (failed.length === 0) return status === "failed" ? [`${path}\n    ${firstLine(message)}`] : [];
  return failed.map((test) => `${path} > ${test.fullName}\n    ${firstLine(test.failureMessages[0])}`);
});

for (const failure of failures.slice(0, most)) process.stdout.write(`  ${failure}\n`);
if (failures.length > most) process.stdout.write(`  and ${failures.length - most} more\n`);
process.exitCode = failures.length > 0 ? 0 : 1;
