import type { OutputDefinition } from "../ports/output.ts";
import { elasticsearch } from "./elasticsearch/index.ts";
import { mackerel } from "./mackerel/index.ts";
import { prometheus } from "./prometheus/index.ts";

/** Every output there is. */
export const outputs: readonly OutputDefinition[] = [prometheus, mackerel, elasticsearch];
