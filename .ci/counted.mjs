// counted.mjs [--none-skipped] REPORT...
// Vitest ends well when every test was skipped: here that is a fault; with --none-skipped a single one is.
import { resultsOf } from "./results.mjs";

const [flags, reports] = [true, false].map((flag) =>
  process.argv.slice(2).filter((word) => word.startsWith("--") === flag),
);
const tests = resultsOf(reports).flatMap((file) => file.tests);
const passed = tests.filter(({ status }) => status === "passed").length;
const skipped = tests.length - passed;
process.stdout.write(`${passed} tests passed, ${skipped} skipped\n`);
process.exitCode = passed > 0 && (skipped === 0 || !flags.includes("--none-skipped")) ? 0 : 1;
