import { catalogue, isMetricId } from "../../src/catalogue/catalogue.ts";
import {
  type ComparedDialect,
  type ComparedFamily,
  type Dialect,
  metricsOf,
} from "../../src/catalogue/names/dialect.ts";
import { comparedDialects, dialects } from "../../src/catalogue/names/dialects.ts";
import { taskvitalsName } from "../../src/catalogue/names/taskvitals.ts";
import type { Document } from "./document.ts";
import { code, generated, page, table } from "./markdown.ts";
import { sentSections } from "./sent-names.ts";

/** Our own names for what a family is made of. */
const ourNames = ({ rows }: ComparedFamily): string =>
  [...new Set(rows.flatMap(metricsOf))]
    .flatMap((metric) => (isMetricId(metric) ? [code(taskvitalsName(metric, catalogue[metric]))] : []))
    .join(", ");

const row = (family: ComparedFamily): readonly string[] => [
  code(family.name),
  family.original,
  family.ours,
  ourNames(family),
];

const section = ({ name, originalProgram, remarks, families }: ComparedDialect): string =>
  page(
    `## ${name}`,
    `The names of ${originalProgram}.`,
    remarks.map((remark) => `- ${remark}`).join("\n"),
    table(["name", "original", "here", "made from (`taskvitals`)"], families.map(row)),
  ).trimEnd();

const sharedNames = (all: readonly Dialect[]): readonly string[] => {
  const holders = new Map<string, string[]>();
  for (const dialect of all) {
    for (const { name } of dialect.families) holders.set(name, [...(holders.get(name) ?? []), dialect.name]);
  }
  return [...holders].flatMap(([name, by]) => (by.length > 1 ? [`- ${code(name)} (${by.join(", ")})`] : []));
};

const introduction = `taskvitals exposes its metrics under the names of other programs too, so that dashboards and alerts stay as they are:
\`outputs.prometheus.dialects\`, by default \`taskvitals\` and \`ee\`. The figures are the same in every dialect; where the
original is wrong ours is right, and the tables below say so. The outputs that send have names of their own back ends, further
down. ${generated}`;

const overlap = `Any number of dialects can be on at once. A name that several have means the same in all of them and is exposed once, by the
dialect whose labels say most: \`taskvitals\` before \`ee\` before \`ecs-exporter\`, whatever their order in the configuration
(of equals the first). Its labels include the other's, so that the other's queries find their series. These names are shared:`;

export const compatibilityPage: Document = {
  path: "docs/compatibility.md",
  render: () =>
    page(
      "# Compatibility",
      introduction,
      "## Several dialects at once",
      overlap,
      sharedNames(Object.values(dialects)).join("\n"),
      ...comparedDialects.map(section),
      ...sentSections,
    ),
};
