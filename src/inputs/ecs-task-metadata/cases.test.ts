import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { expectGolden } from "../../../test/golden.ts";
import { readCase, readPlan } from "../../../test/metadata-cases/case-file.ts";
import { renderOutcome } from "../../../test/metadata-cases/render.ts";
import { runCase } from "../../../test/metadata-cases/run-case.ts";

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
    expectGolden(join(folder, name, "expected.txt"), `${lines.join("\n").trimEnd()}\n`);
  });
});
