import type { Agent } from "../app/compose.ts";
import type { Runner } from "../pipeline/runner.ts";
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

/** Inputs whose first collection was still under way when nobody waited any longer: they had no say of their own. */
export const unheardOf = (runners: readonly Pick<Runner, "name" | "health">[], waitMs: number): readonly Problem[] =>
  runners
    .filter((runner) => runner.health().up === undefined)
    .map(({ name }) => problem("input-timeout", name, `a collection not done after ${waitMs} ms`));

/** Writes problems for people, a paragraph each. */
export const tell = ({ terminal }: Pick<CommandContext, "terminal">, problems: readonly Problem[]): void => {
  for (const found of problems) terminal.err(`taskvitals: ${printable(explainProblem(found))}\n`);
};
