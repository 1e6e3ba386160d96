import { type ProblemKind, problems } from "../../src/problems/table.ts";
import type { Document } from "./document.ts";
import { code, generated, page, table } from "./markdown.ts";

const row = ([name, { severity, title, fix }]: readonly [string, ProblemKind]): readonly string[] => [
  code(name),
  severity,
  title,
  fix,
];

/** Every trouble an operator can have. */
export const problemsPage: Document = {
  path: "docs/problems.md",
  render: () =>
    page(
      "# Problems",
      `Every trouble that taskvitals can tell of. Each stands in the log once when it begins and once when it ends, and in
\`taskvitals_problems{code="..."}\` for as long as it lasts. An error means that something is not seen or not served; a
warning, that it is, but not as it should be. ${generated}`,
      table(["code", "severity", "what happened", "what to do"], Object.entries(problems).map(row)),
    ),
};
