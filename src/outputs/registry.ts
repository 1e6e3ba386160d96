import type { OutputDefinition } from "../ports/output.ts";
import { prometheus } from "./prometheus/index.ts";

/** Every output there is. */
export const outputs: readonly OutputDefinition[] = [prometheus];
