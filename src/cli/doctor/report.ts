import { explainProblem, type Problem } from "../../problems/problem.ts";
import { wrapped } from "../live/frame.ts";
import { printable } from "../table/style.ts";
import type { Probed, Skipped } from "./probe.ts";

export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

export const probeLine = (probed: Probed | Skipped): string => {
  const name = probed.name.padEnd(14);
  if ("why" in probed) return `-      ${name} ${probed.why}`;
  return `${probed.answered ? "ok    " : "no    "} ${name} ${probed.shown}: ${probed.verdict} (${probed.from})`;
};

const widest = 110;

const block = ({ title, lines }: Section, width: number): readonly string[] => [
  title,
  ...lines.flatMap((line) =>
    wrapped(printable(line), width - 6).map((part, place) => `${place === 0 ? "  " : "      "}${part}`),
  ),
  "",
];

/** The whole text, and what to do about what is wrong at its end. Pure. */
export const reportLines = (
  sections: readonly Section[],
  problems: readonly Problem[],
  width: number,
): readonly string[] => {
  const room = Math.max(40, Math.min(width, widest));
  const verdict: Section =
    problems.length === 0
      ? { title: "All is well.", lines: [] }
      : {
          title: problems.length === 1 ? "1 problem" : `${problems.length} problems`,
          lines: problems.map((problem, place) => `${place + 1}. ${explainProblem(problem)}`),
        };
  return [...sections, verdict].flatMap((section) => block(section, room));
};
