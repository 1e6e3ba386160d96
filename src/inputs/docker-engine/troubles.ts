import { type Problem, problem } from "../../problems/problem.ts";

/** Gathers what went wrong with single containers, so that a hundred with one trouble are one problem. */
export interface Troubles {
  add(container: string, found: Problem): void;
  /** One problem for each code: how many have it, and the first of them. */
  all(): readonly Problem[];
}

/** @param what what was asked of the containers */
export const openTroubles = (shown: string, what: string): Troubles => {
  const byCode = new Map<Problem["code"], { count: number; readonly first: string; readonly detail: string }>();
  return {
    add: (container, { code, detail }) => {
      const known = byCode.get(code);
      if (known === undefined) byCode.set(code, { count: 1, first: container, detail });
      else known.count += 1;
    },
    all: () =>
      [...byCode].map(([code, { count, first, detail }]) => {
        const who = count === 1 ? first : `${first} and ${count - 1} more`;
        return problem(code, `${shown} ${what}`, detail === "" ? who : `${who}: ${detail}`);
      }),
  };
};
