import { jsonSchema, listOptions, type Option } from "../../src/config/options.ts";
import { inputs } from "../../src/inputs/registry.ts";
import { outputs } from "../../src/outputs/registry.ts";

const code = (text: string): string => `\`${text}\``;

const allowedText = ({ type, values, minimum, maximum }: Option): string => {
  const list = values?.map(code).join(", ");
  if (type === "array") return list === undefined ? "list" : `list of ${list}`;
  if (list !== undefined) return list;
  const bounds = [
    minimum === undefined ? "" : `from ${minimum}`,
    maximum === undefined || maximum > 2 ** 52 ? "" : `to ${maximum}`,
  ];
  return [type, ...bounds.filter((bound) => bound !== "")].join(" ");
};

const row = (option: Option): string => {
  const cells = [
    code(option.path.join(".")),
    option.description,
    allowedText(option),
    option.default === undefined ? "" : code(JSON.stringify(option.default)),
    option.variables.map(code).join(", "),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
};

const table = (options: readonly Option[]): string =>
  ["| option | meaning | value | default | environment |", "| --- | --- | --- | --- | --- |", ...options.map(row)].join(
    "\n",
  );

const below = (...path: string[]): readonly Option[] =>
  listOptions().filter((option) => path.every((key, depth) => option.path[depth] === key));

const topLevel = (): readonly Option[] => listOptions().filter(({ path }) => path.length === 1);

const list = (items: readonly string[]): string => (items.length === 0 ? "none" : items.map(code).join(", "));

const inputSection = ({ name, description, forms, permissions, mounts }: (typeof inputs)[number]): string =>
  `### ${name}

${description}

- Runs as: ${forms.join(", ")}
- IAM permissions: ${list(permissions)}
- Mounts: ${mounts.length === 0 ? "none" : ""}
${mounts.map(({ source, target, readOnly, without }) => `  - ${code(`${source}:${target}${readOnly ? ":ro" : ""}`)}; without it: ${without}`).join("\n")}

${table(below("inputs", name))}
`.replace(/\n{3,}/g, "\n\n");

const outputSection = ({ name, description }: (typeof outputs)[number]): string =>
  `### ${name}

${description}

${table(below("outputs", name))}
`;

const page = (): string => `# Configuration

Generated from the schema by \`npm run generate\`. No configuration is needed: in an ECS task the environment is enough.

A YAML file is named by \`--config\` or \`TASKVITALS_CONFIG\`; its text can also stand in \`TASKVITALS_CONFIG_CONTENT\`.
Every option can be set by an environment variable instead, which goes before the file; a list is written with commas.
In the file, \`\${NAME}\` is the value of an environment variable, \`\${NAME:-default}\` one with a default, \`$$\` a dollar sign.

Unknown keys are refused with the nearest right one. A fault in one section leaves the others in force: an input or output
with a fault stays off, a faulty key of another section has its default, and \`taskvitals check\` says every fault with its
line. Editors check the file against [taskvitals.schema.json](taskvitals.schema.json).

\`\`\`yaml
intervalMs: 10000
server:
  port: \${PORT:-9546}
outputs:
  prometheus:
    dialects: [taskvitals, ee]
\`\`\`

## The agent

${table(topLevel())}

## server

${table(below("server"))}

## log

${table(below("log"))}

## buffer

${table(below("buffer"))}

## reload

\`TASKVITALS_CONFIG\` (or \`--config\`) may also name what is in AWS: \`ssm:/name\` (or \`ssm:\` and an ARN), a parameter of Systems
Manager, for which the task role needs \`ssm:GetParameter\`; or \`s3://bucket/key\`, an object in S3, for which it needs
\`s3:GetObject\`. The region is that of \`AWS_REGION\`, or of the ARN. \`AWS_ENDPOINT_URL_SSM\` and \`AWS_ENDPOINT_URL_S3\` name other
endpoints.

A file, parameter or object is looked at again while the agent runs, and at once at SIGHUP. A new version without a fault comes
into force: inputs and outputs whose options are as they were go on, the port stays open, what waits for an output stays in the
buffer, and an input that starts anew takes over what the one before had counted. A version with a fault is refused as a whole:
the problem \`config-refused\` and the faults are told, and the version before stays in force.
\`server.host\`, \`server.port\`, \`form\`, \`log\`, \`buffer\` and \`reload\` count only from the next start on (\`config-restart\`).
An output that is left out has five seconds to deliver; what remains for it is dropped, and told in the log.

Where AWS cannot be asked at the start, or what it gives has faults, the last good version from the folder below counts
(\`config-kept\`). A parameter of the type SecureString is not kept there.

${table(below("reload"))}

## Inputs

${inputs.map(inputSection).join("\n")}
## Outputs

${outputs.map(outputSection).join("\n")}`;

export const configurationPage = { path: "docs/configuration.md", render: page };

export const configurationSchema = {
  path: "docs/taskvitals.schema.json",
  render: (): string => `${JSON.stringify(jsonSchema(), null, 2)}\n`,
};
