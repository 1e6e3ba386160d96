import { catalogue } from "../../src/catalogue/catalogue.ts";
import { cloudwatch } from "../../src/catalogue/names/cloudwatch.ts";
import type { DatadogDialect } from "../../src/catalogue/names/datadog-dialect.ts";
import { datadogDialects } from "../../src/catalogue/names/datadog-dialects.ts";
import { elasticAwsFargate } from "../../src/catalogue/names/elastic-awsfargate.ts";
import { elasticDocker } from "../../src/catalogue/names/elastic-docker.ts";
import { datasetOf } from "../../src/catalogue/names/elastic-field.ts";
import { mackerelContainer } from "../../src/catalogue/names/mackerel-container.ts";
import { taskvitalsName } from "../../src/catalogue/names/taskvitals.ts";
import { code, page, table } from "./markdown.ts";
import { otlpSection } from "./otlp-names.ts";

const compared = ["name", "original", "here"] as const;

const datadogSection = ({ name, originalProgram, remarks, families }: DatadogDialect): string =>
  page(
    `## Datadog: ${name}`,
    `The names of ${originalProgram}.`,
    remarks.map((remark) => `- ${remark}`).join("\n"),
    table(
      compared,
      families.map((family) => [code(family.name), family.original, family.ours]),
    ),
  ).trimEnd();

const mackerelSection = page(
  "## Mackerel: container agent",
  "Host metrics under the names of mackerel-container-agent.",
  table(
    compared,
    mackerelContainer.map(({ name, original, ours }) => [code(name), original, ours]),
  ),
).trimEnd();

const elasticSection = page(
  "## Elastic: Metricbeat's documents",
  "The fields that differ from Metricbeat's docker and awsfargate modules; all others are as there.",
  table(
    ["field", "here"],
    [...elasticDocker, elasticAwsFargate].flatMap((set) =>
      set.fields.flatMap(({ name, differs }) =>
        differs === undefined ? [] : [[`${code(name)} (${datasetOf(set)})`, differs]],
      ),
    ),
  ),
).trimEnd();

const cloudwatchSection = page(
  "## CloudWatch: embedded metric format",
  "What the output `stdout` writes for CloudWatch, under the names of Container Insights. Those marked are sent unless `outputs.stdout.metrics` lists others. Dimensions and properties have Container Insights' names too: [the output's README](../src/outputs/stdout/README.md).",
  table(
    ["name", "of", "unit", "in Container Insights", "here", "usual", "made from (`taskvitals`)"],
    cloudwatch.map(({ name, of, unit, original, ours, usual, metric }) => [
      code(name),
      of,
      unit,
      original,
      ours,
      usual ? "yes" : "",
      code(taskvitalsName(metric, catalogue[metric])),
    ]),
  ),
).trimEnd();

/** Names of other programs that the outputs that send use. */
export const sentSections: readonly string[] = [
  ...Object.values(datadogDialects)
    .filter(({ name }) => name !== "taskvitals")
    .map(datadogSection),
  mackerelSection,
  elasticSection,
  otlpSection,
  cloudwatchSection,
];
