import { InvalidArgumentError } from "commander";
import type { Agent } from "../app/compose.ts";
import type { Environment } from "../config/environment.ts";
import { nearest } from "../config/nearest.ts";
import { listOptions } from "../config/options.ts";
import type { Tree } from "../config/tree.ts";
import { outputs } from "../outputs/registry.ts";

/** Every output that sends. */
export const senders: readonly string[] = outputs.flatMap(({ kind, name }) => (kind === "push" ? [name] : []));

/** Those that write to standard output, where a command shows things: only for who asks for them by name. */
const writers: ReadonlySet<string> = new Set(
  outputs.flatMap((output) => (output.kind === "push" && output.writesStandardOutput === true ? [output.name] : [])),
);

export const writesStandardOutput = (names: readonly string[]): boolean => names.some((name) => writers.has(name));

/** `all`, or names separated by commas, as commander parses an option's value. */
export const destinationsFrom =
  (known: readonly string[]) =>
  (text: string): readonly string[] => {
    const asked = text
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const choice = `It is all, or any of ${known.join(", ")}, with commas between.`;
    if (asked.length === 0) throw new InvalidArgumentError(choice);
    const all = asked.includes("all") ? known.filter((name) => !writers.has(name)) : [];
    const names = [...all, ...asked.filter((name) => name !== "all")];
    for (const name of names) {
      if (known.includes(name)) continue;
      const near = nearest(name, known);
      const hint = near === undefined ? "." : `; did you mean ${near}?`;
      throw new InvalidArgumentError(`There is no output ${name} that sends${hint} ${choice}`);
    }
    return [...new Set(names)];
  };

/** Of the environment, what options of these outputs are set by, and nothing else. */
export const variablesOf = (environment: Environment, names: readonly string[]): Environment => {
  const variables = listOptions().flatMap(({ path: [section, name = ""], variables: own }) =>
    section === "outputs" && names.includes(name) ? own : [],
  );
  return Object.fromEntries(
    Object.entries(environment).filter(([variable, value]) => value !== undefined && variables.includes(variable)),
  );
};

/** Lays over a configuration that nothing is sent but by these. What needs no address is on when it is named. */
export const only = (names: readonly string[]): Tree =>
  Object.fromEntries(
    senders.flatMap((name) => {
      if (!names.includes(name)) return [[name, { enabled: "off" }]];
      return writers.has(name) ? [[name, { enabled: "on" }]] : [];
    }),
  );

type Chosen = Agent["outputs"][number];

/** Name, and the time between two rounds: until then, what is queued waits. */
const rhythmOf = ({ definition, config }: Chosen): string =>
  definition.kind === "push"
    ? `${definition.name} every ${definition.limits(config).cadenceMs / 1000} s`
    : definition.name;

/** Where the agent delivers to and how often, and why not to the others that were asked for. */
export const destinationLines = (
  { outputs: chosen }: Pick<Agent, "outputs">,
  names: readonly string[],
): readonly string[] => {
  if (names.length === 0) return [];
  const asked = chosen.filter(({ definition }) => names.includes(definition.name));
  const on = asked.filter((output) => output.on).map(rhythmOf);
  const off = asked.filter((output) => !output.on);
  const standIns = off.map(({ definition }) => definition.name).filter((name) => !writers.has(name));
  const width = Math.max(...names.map((name) => name.length));
  return [
    `  Delivers to  ${on.length === 0 ? "nothing yet" : on.join(", ")}`,
    ...off.map(
      ({ definition, why }, place) =>
        `  ${(place === 0 ? "Not to" : "").padEnd(11)}  ${definition.name.padEnd(width)}  ${why}`,
    ),
    ...(standIns.length === 0
      ? []
      : [
          "  Set the variables of a back end of yours, or, from a clone, start a stand-in of each in another terminal:",
          `    npm run -s receivers${off.length === names.length ? "" : ` -- ${standIns.join(" ")}`}`,
          "  It prints what to give here.",
        ]),
  ];
};
