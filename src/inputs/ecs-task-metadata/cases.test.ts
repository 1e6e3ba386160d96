import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCase, readPlan } from "../../../test/metadata-cases/case-file.ts";
import { renderOutcome } from "../../../test/metadata-cases/render.ts";
import { runCase } from "../../../test/metadata-cases/run-case.ts";

/** With UPDATE_CASES=1 what comes out is written down, and the run fails: somebody has to look at it. */
const update = process.env.UPDATE_CASES === "1";

const folder = join(import.meta.dirname, "cases");
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

describe("cases", () => {
  it.each(names)("%s", async (name) => {
    const given = await readCase(join(folder, name, "case.yaml"));
    const { startMs, outcomes } = await runCase(given, await readPlan(join(folder, "plan.yaml")));
    const lines = outcomes.flatMap((outcome) => [...renderOutcome(outcome, { startMs, show: given.show }), ""]);
    const actual = `${lines.join("\n").trimEnd()}\n`;
    const expectedPath = join(folder, name, "expected.txt");
    if (update) await writeFile(expectedPath, actual);
    expect(update, "expected.txt was written: read it, then run without UPDATE_CASES").toBe(false);
    expect(actual).toBe(await readFile(expectedPath, "utf8"));
  });
});
