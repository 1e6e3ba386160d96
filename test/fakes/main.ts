import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { receivers, startReceivers } from "./receivers.ts";

/**
 * `npm run -s receivers [-- names...]`: strict stand-ins of the back ends of all outputs, or of some, on loopback until
 * it is interrupted. They hold each request against the published contract and refuse what the real one refuses.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: "string", default: "9601" } },
});

const root = resolve(import.meta.dirname, "../..");
const file = resolve(root, "node_modules/.cache/taskvitals/receivers.yaml");
const command = "npm run -s taskvitals --";
const chosen = positionals.length === 0 ? Object.keys(receivers) : positionals;

/** The shortest thing that says what is wrong with the command line or a port. */
const started = await startReceivers(chosen, Number(values.port)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return process.exit(1);
});
const running = [...started];
await mkdir(dirname(file), { recursive: true });
await writeFile(
  file,
  stringify({ outputs: Object.fromEntries(running.map(([name, { settings }]) => [name, settings])) }),
);

const width = Math.max(...running.map(([name]) => name.length));
const config = relative(root, file);
const to = positionals.length === 0 ? "all" : chosen.join(",");
const lines = [
  "Stand-ins of back ends, strict as the real ones; what each took is at its address:",
  ...running.map(([name, { state }]) => `  ${name.padEnd(width)}  ${state}`),
  "",
  "Deliver to them, in another terminal:",
  `  ${command} demo --to ${to} --config ${config}`,
  `  ${command} run --config ${config}`,
  "",
  "Or by the variables of the back ends:",
  ...running.flatMap(([, { variables }]) =>
    Object.entries(variables).map(([variable, value]) => `  export ${variable}=${value}`),
  ),
  `  ${command} demo --to ${to}`,
  "",
  "Ctrl-C stops them.",
];
process.stdout.write(`${lines.join("\n")}\n`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
await Promise.all(running.map(([, receiver]) => receiver[Symbol.asyncDispose]()));
