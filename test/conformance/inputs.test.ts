import { inputs } from "../../src/inputs/registry.ts";
import { describeInput } from "./input.ts";
import { worldsOf } from "./worlds.ts";

for (const definition of inputs) describeInput(definition, await worldsOf(definition));
