import { outputs } from "../../src/outputs/registry.ts";
import { describePullOutput } from "./output.ts";

for (const definition of outputs) {
  if (definition.kind === "pull") describePullOutput(definition);
}
