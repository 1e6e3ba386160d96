import type { Keepsake } from "../src/ports/keepsake.ts";

/** Of an input that nobody was before, and nobody comes after. */
export const noKeepsake: Keepsake = { read: async () => undefined, leave: async () => ({ ok: true }) };
