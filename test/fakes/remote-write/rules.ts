import type { ReadSeries } from "./read.ts";

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const labelOffences = (labels: ReadSeries["labels"]): readonly string[] => {
  const names = labels.map(([name]) => name);
  const offences: string[] = [];
  if (new Set(names).size !== names.length) offences.push("a label comes twice");
  if (names.join() !== [...names].sort().join()) offences.push("the labels are not sorted");
  for (const [name, value] of labels) {
    if (name === "" || value === "") offences.push(`the label "${name}" or its value is empty`);
    if (name === "__name__" ? !metricName.test(value) : !labelName.test(name) || name.startsWith("__")) {
      offences.push(`the name ${name}="${value}" is not legal`);
    }
  }
  if (!names.includes("__name__")) offences.push("there is no metric name");
  return offences;
};

/** What a series offends against (remote write 1.0, "Labels" and "Ordering"; 2.0, "Protobuf Message"). */
export const offencesOf = ({ labels, samples, metadata }: ReadSeries, version: "1.0" | "2.0"): readonly string[] => {
  const offences = [...labelOffences(labels)];
  if (samples.length === 0) offences.push("there are no samples");
  if (samples.some(({ atMs }, place) => atMs < (samples[place - 1]?.atMs ?? atMs)))
    offences.push("the samples are not in order");
  if (samples.some(({ value }) => Number.isNaN(value))) offences.push("a value is not a number, and no stale marker");
  // An app may leave its type untold, and its series have a target.
  const ofApp = labels.some(([name]) => name === "target");
  if (version === "2.0" && (metadata === undefined || (metadata.type === 0 && !ofApp)))
    offences.push("the type is not told");
  return offences.map((offence) => `${offence}: ${JSON.stringify(labels)}`);
};
