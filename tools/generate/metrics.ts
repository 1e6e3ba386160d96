import { catalogue, families } from "../../src/catalogue/catalogue.ts";
import type { Family, MetricDefinition } from "../../src/catalogue/define.ts";
import { taskvitalsName } from "../../src/catalogue/names/taskvitals.ts";
import type { Scope } from "../../src/model/resource.ts";
import { availabilityCells, availabilityHeadings } from "./availability.ts";
import type { Document } from "./document.ts";
import { code, generated, page, table } from "./markdown.ts";

type Listed = readonly [id: string, metric: MetricDefinition];

/** What the series of a scope are labelled with, besides the metric's own labels. */
const labels: Readonly<Record<Scope, string>> = {
  task: "Labels: `cluster`, `service`, `task_family`, `task_revision`, `task_id`, as far as they are known.",
  container:
    "Labels: those of its task, and `container_name`. A container that ECS did not start has `container_name` alone.",
  target: "Labels: those of its container, `target` (its name) and `slot` (its number among those of that name here).",
  image: "Label: `image`.",
  host: "No labels but those listed.",
  self: "No labels but those listed.",
};

const overview = ([id, metric]: Listed): readonly string[] => [
  `[${code(taskvitalsName(id, metric))}](#${id.replaceAll(".", "")})`,
  metric.kind,
  metric.unit === "" ? "" : code(metric.unit),
  metric.description,
];

const attributeLines = ({ attributes = {} }: MetricDefinition): readonly string[] =>
  Object.entries(attributes).map(([name, { description, values, optional }]) => {
    const known = values === undefined ? "" : `: ${values.map(code).join(", ")}`;
    return `- label ${code(name)}${optional === true ? " (where known)" : ""}: ${description}${known}`;
  });

const line = (name: string, text: string | undefined): readonly string[] =>
  text === undefined ? [] : [`- ${name}: ${text}`];

const details = ([id, metric]: Listed): string => {
  const { source, formula, derive, where, note, description, since } = metric;
  return page(
    `### ${id}`,
    `${code(taskvitalsName(id, metric))}: ${description}${note === undefined ? "" : ` ${note}`}`,
    [
      ...attributeLines(metric),
      ...line("task metadata endpoint", source?.tmds && code(source.tmds)),
      ...line("Docker Engine", source?.docker && code(source.docker)),
      ...line("files of the host", source?.host && code(source.host)),
      ...line("agent", source?.agent && code(source.agent)),
      ...line("formula", formula),
      ...line("worked out", derive && `by taskvitals (${derive.op} of ${code(derive.of)})`),
      ...line("where", where?.note),
      `- since ${since}`,
    ].join("\n"),
  ).trimEnd();
};

const availability = (listed: readonly Listed[]): readonly string[] => {
  // The agent's own metrics are wherever the agent is.
  const bound = listed.filter(([, { scope }]) => scope !== "self");
  return bound.length === 0
    ? []
    : [
        "Where it exists: launch type, network mode and kind of host must all say yes. Tasks on Fargate are always in awsvpc mode.",
        table(
          ["metric", ...availabilityHeadings],
          bound.map(([id, metric]) => [code(id), ...availabilityCells(metric, catalogue)]),
        ),
      ];
};

const section = ([name, family]: readonly [string, Family]): string => {
  const listed: readonly Listed[] = Object.entries(family);
  const scopes = [...new Set(listed.map(([, { scope }]) => scope))];
  return page(
    `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    ...scopes.map((scope) => labels[scope]),
    table(["metric", "kind", "unit", "what"], listed.map(overview)),
    ...availability(listed),
    ...listed.map(details),
  ).trimEnd();
};

const introduction = `Every metric there is, under its name in the \`taskvitals\` dialect; [compatibility.md](compatibility.md) has the names of the
other dialects. ${generated}

- A value is right or absent. Nothing is 0 because it is unknown: no limit, no sample, not available here means no series.
- Counters are cumulative, as the source keeps them: use \`rate()\`. Gauges named \`_vcpus\` and \`_ratio\` are rates already,
  made from the source's own sample times.
- A state is one series for each status, 1 for the present one and 0 for the others. An info is always 1: its labels are
  the message.
- Units are UCUM: \`By\` bytes, \`s\` seconds, \`1\` a ratio where 1 is all of it, \`{vcpu}\` a whole CPU's time, other braces a
  count of things.
- Fields of the task metadata endpoint are those of version 4; a sidecar and a managed daemon read that. A daemon on EC2,
  on ECS Anywhere or beside plain Docker reads the Docker Engine and, where they are mounted, the files of the host: what
  has no field in either is not available to it.`;

export const metricsPage: Document = {
  path: "docs/metrics.md",
  render: () => page("# Metrics", introduction, ...Object.entries(families).map(section)),
};
