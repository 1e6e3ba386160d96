import { type Problem, problem } from "../../problems/problem.ts";
import type { Owner } from "./owner.ts";

/** Finds the resources that one dialect's labels cannot tell apart. */
export interface Clashes {
  /** Called before the series of a resource. */
  claim(owner: Owner): void;
  /** Called when a series of the resource was there already. */
  found(owner: Owner): void;
  problems(): readonly Problem[];
}

export const openClashes = (dialectName: string): Clashes => {
  const firstByLabels = new Map<string, string>();
  const problems = new Map<string, Problem>();
  return {
    claim: ({ labels, resource }) => {
      if (!firstByLabels.has(labels)) firstByLabels.set(labels, resource.key);
    },
    found: ({ labels, resource }) => {
      const first = firstByLabels.get(labels);
      // A source that tells the same of one resource twice is none of the operator's troubles.
      if (first === undefined || first === resource.key || problems.has(labels)) return;
      problems.set(labels, problem("series-duplicate", `${dialectName} {${labels}}`, `${first} and ${resource.key}`));
    },
    problems: () => [...problems.values()],
  };
};
