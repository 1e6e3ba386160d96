import type { InputDefinition } from "../ports/input.ts";

/** Every input there is. Where two see the same resource, the one listed first counts. */
export const inputs: readonly InputDefinition[] = [];
