// failed.mjs [--files] REPORT...: the failed tests, each name with the first line of what it said; or the files they are in.
// Ends badly when there is none.
import { resultsOf } from "./results.mjs";

const [flags, reports] = [true, false].map((flag) =>
  process.argv.slice(2).filter((word) => word.startsWith("--") === flag),
);
/** What reads the summary may show its end only. */
const most = 40;
const longest = 300;

const firstLine = (message = "") => (message.split("\n").find((line) => line.trim() !== "") ?? "").slice(0, longest);

const failuresOf = ({ path, failed, message, tests }) => {
  const bad = tests.filter((test) => test.status === "failed");
  // A file that cannot be loaded has a message and no test.
  if (bad.length === 0) return failed ? [`${path}\n    ${firstLine(message)}`] : [];
  return bad.map((test) => `${path} > ${test.fullName}\n    ${firstLine(test.failureMessages[0])}`);
};

const files = resultsOf(reports).filter((file) => failuresOf(file).length > 0);
const lines = flags.includes("--files")
  ? files.map(({ path }) => path)
  : files.flatMap(failuresOf).map((one) => `  ${one}`);
process.stdout.write(
  lines
    .slice(0, most)
    .map((line) => `${line}\n`)
    .join(""),
);
if (lines.length > most) process.stdout.write(`  and ${lines.length - most} more\n`);
process.exitCode = lines.length > 0 ? 0 : 1;
