import type { Agent } from "../app/compose.ts";
import { explainProblem, type Problem, problem } from "../problems/problem.ts";
import type { CommandContext } from "./context.ts";
import { printable } from "./table/style.ts";

/** Nothing is looked at: what every input waited for. Undefined when at least one is on. */
export const nothingOn = ({ inputs }: Agent): Problem | undefined => {
  if (inputs.some(({ on }) => on)) return undefined;
  const whys = inputs.map(({ definition, why }) => `${definition.name}: ${why}`);
  return problem("inputs-off", "this process", whys.join("; "));
};

/** Everything that is wrong with what the agent sees right now. */
export const troublesOf = (agent: Agent): readonly Problem[] => {
  const off = nothingOn(agent);
  return off === undefined ? agent.board.standing() : [off];
};

/** Writes problems for people, a paragraph each. */
export const tell = ({ terminal }: Pick<CommandContext, "terminal">, problems: readonly Problem[]): void => {
  for (const found of problems) terminal.err(`taskvitals: ${printable(explainProblem(found))}\n`);
};
