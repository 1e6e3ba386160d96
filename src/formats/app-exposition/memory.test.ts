import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { readExposition } from "./exposition.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const heapBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

test("a reading does not keep the answer it was read from", () => {
  const head = `# HELP some_long_metric_name Some long words about it.
# TYPE some_long_metric_name gauge
some_long_metric_name{a_long_label_name="a value of some length",escaped="with \\" a quote in the middle"} 1
# TYPE "another.long.metric.name" histogram
{"another.long.metric.name_count","a.long.label.name"="another value of some length"} 1
`;
  const longAnswer = (): string => head + "# a comment that is only long\n".repeat(100_000);
  const before = heapBytes();
  const readings = Array.from({ length: 20 }, () =>
    readExposition(longAnswer(), "text/plain", { nowMs: 0, maxSamples: 10 }),
  );
  // Twenty answers are 60 MB.
  expect(heapBytes() - before).toBeLessThan(15_000_000);
  expect(readings.map(({ samples }) => samples)).toEqual(Array(20).fill(2));
});
