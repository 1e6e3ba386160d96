import type { Files } from "../../ports/files.ts";
import { problem } from "../../problems/problem.ts";
import { configVariables, type Environment } from "../environment.ts";
import type { AwsDeps } from "./aws-request.ts";
import { objectOrigin } from "./object.ts";
import type { Origin } from "./origin.ts";
import { parameterOrigin } from "./parameter.ts";
import { referenceOf } from "./reference.ts";

export interface OriginOptions {
  readonly environment: Environment;
  readonly files: Files;
  /** From the command line; goes before the environment's. */
  readonly path?: string | undefined;
  /** For what is in AWS. */
  readonly aws?: AwsDeps | undefined;
}

const still = { changes: false, remote: false } as const;

const fileOrigin = (path: string, files: Files): Origin => ({
  from: path,
  changes: true,
  remote: false,
  read: async () => {
    const read = await files.readText(path);
    return read.ok
      ? { ok: true, text: read.text }
      : { ok: false, problem: problem("config-unreadable", path, read.detail) };
  },
});

/** Always the same problem. */
const noOrigin = (from: string, why: string): Origin => ({
  ...still,
  from,
  read: async () => ({ ok: false, problem: problem("config-unreadable", from, why) }),
});

/** The text that is in a variable, or none at all. */
const variableOrigin = (environment: Environment): Origin => {
  const text = environment[configVariables.text] ?? "";
  const from = text === "" ? "the environment and defaults" : configVariables.text;
  return { ...still, from, read: async () => ({ ok: true, text }) };
};

/** Where this agent's configuration comes from. */
export const openOrigin = ({ environment, files, path, aws }: OriginOptions): Origin => {
  const named = path || environment[configVariables.path] || "";
  if (named === "") return variableOrigin(environment);
  const reference = referenceOf(named);
  if (reference.kind === "unknown") return noOrigin(named, reference.why);
  if (reference.kind === "file") return fileOrigin(reference.path, files);
  if (aws === undefined) return noOrigin(named, "AWS cannot be asked here");
  return reference.kind === "parameter"
    ? parameterOrigin(reference, environment, aws)
    : objectOrigin(reference, environment, aws);
};
