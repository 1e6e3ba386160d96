import { type Problem, problem } from "../problems/problem.ts";

/** `at f (file:///opt/taskvitals/src/a/b.ts:12:3)` is `a/b.ts:12`. */
const placeOf = (stack: string): string => /\/src\/([^\s():]+:\d+):\d+/.exec(stack)?.[1] ?? "unknown";

/** What nobody caught, as a problem: one for each place in the code, of bounded length. */
export const defectProblem = (thrown: unknown): Problem => {
  if (!(thrown instanceof Error)) return problem("agent-defect", "unknown", `threw ${typeof thrown}`);
  return problem("agent-defect", placeOf(thrown.stack ?? ""), `${thrown.name}: ${thrown.message.slice(0, 300)}`);
};
