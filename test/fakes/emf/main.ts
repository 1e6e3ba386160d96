import { createInterface } from "node:readline";
import { readEvent } from "./read.ts";

/**
 * `taskvitals run | node test/fakes/emf/main.ts`: stands in for CloudWatch Logs. Shows the metrics that it would make of
 * each line, and why it would make none of others; ends with 1 when there was such a line.
 */
const counts = { metrics: 0, refused: 0 };
for await (const line of createInterface({ input: process.stdin })) {
  try {
    for (const { namespace, name, unit, dimensions, values } of readEvent(line, Date.now())) {
      counts.metrics += 1;
      const owner = Object.entries(dimensions).map(([dimension, value]) => `${dimension}=${value}`);
      process.stdout.write(`${namespace} ${name} {${owner.join(",")}} ${values.join(" ")} ${unit}\n`);
    }
  } catch (error) {
    counts.refused += 1;
    process.stdout.write(
      `refused: ${error instanceof Error ? error.message : String(error)}\n  ${line.slice(0, 200)}\n`,
    );
  }
}
process.stderr.write(`${counts.metrics} metrics, ${counts.refused} lines refused\n`);
process.exitCode = counts.refused === 0 ? 0 : 1;
