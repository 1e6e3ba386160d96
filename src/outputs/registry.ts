import type { OutputDefinition } from "../ports/output.ts";

/** Every output there is. */
export const outputs: readonly OutputDefinition[] = [];
