import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { documents } from "./generate/documents.ts";
import { findDrift } from "./generate/drift.ts";

const root = join(import.meta.dirname, "..");

describe("generated files are as the source gives them (npm run generate)", () => {
  it.each(documents.map((document) => [document.path, document] as const))("%s", async (_path, document) => {
    const { state, faults } = await findDrift(root, document);
    expect(faults).toEqual([]);
    expect(state).toBe("same");
  });
});
