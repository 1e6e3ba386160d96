import { type ProblemCode, problems } from "./table.ts";

/** A trouble that an operator can have, at one place. Two with the same code and subject are the same trouble. */
export interface Problem {
  readonly code: ProblemCode;
  /** What has it: an address, a container, a config key. */
  readonly subject: string;
  /** What exactly happened this time; never a secret. */
  readonly detail: string;
}

export const problem = (code: ProblemCode, subject: string, detail = ""): Problem => ({ code, subject, detail });

export const problemKey = ({ code, subject }: Problem): string => `${code} ${subject}`;

/** What happened and what to do about it, in one paragraph. */
export const explainProblem = ({ code, subject, detail }: Problem): string => {
  const { title, fix } = problems[code];
  return `${title}: ${subject}${detail === "" ? "" : ` (${detail})`}. ${fix}`;
};
