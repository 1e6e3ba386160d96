import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * Adding an input and an output is one folder and one registry line each: a copy of the project gets both, and
 * everything else must hold without another edit.
 */
const project = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);
const limits = { timeout: 600_000, maxBuffer: 32 * 1024 * 1024 };

let copy: string;

const node = (...args: string[]) => run(process.execPath, args, { cwd: copy, ...limits });

const addFolder = async (kind: "input" | "output"): Promise<void> => {
  const from = join(import.meta.dirname, kind);
  const to = join(copy, "src", `${kind}s`, "throwaway");
  await mkdir(to);
  for (const name of await readdir(from)) {
    await writeFile(join(to, name.replace(/\.txt$/, "")), await readFile(join(from, name)));
  }
};

/** One import and one item: what the README of the registry asks for. */
const addLine = async (kind: "input" | "output"): Promise<void> => {
  const path = join(copy, "src", `${kind}s`, "registry.ts");
  const text = await readFile(path, "utf8");
  const added = text
    .replace(/^(?=import )/m, 'import { throwaway } from "./throwaway/index.ts";\n')
    .replace(/,?\s*\];\s*$/, ", throwaway];\n");
  expect(added).not.toBe(text);
  await writeFile(path, added);
};

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "taskvitals-extend-"));
  const skipped = new Set(["node_modules", ".git", ".ci", "dist", "extend"]);
  await cp(project, copy, { recursive: true, filter: (path) => !skipped.has(path.split("/").at(-1) ?? "") });
  await symlink(join(project, "node_modules"), join(copy, "node_modules"));
  for (const kind of ["input", "output"] as const) {
    await addFolder(kind);
    await addLine(kind);
  }
  await node("tools/generate.ts");
}, 300_000);

afterAll(() => rm(copy, { recursive: true, force: true }));

describe("a new input and a new output", () => {
  it("type-check", async () => {
    await node("node_modules/typescript/bin/tsc");
  });

  it("keep to the layers and the style", async () => {
    await node(
      "node_modules/@biomejs/biome/bin/biome",
      "check",
      "--vcs-enabled=false",
      "src/inputs/throwaway",
      "src/outputs/throwaway",
    );
  });

  it("stand in the generated docs", async () => {
    const text = await readFile(join(copy, "docs", "configuration.md"), "utf8");
    expect(text).toContain("inputs.throwaway.containerName");
    expect(text).toContain("TASKVITALS_OUTPUTS_THROWAWAY_HEADING");
    await node("tools/generate.ts", "--check");
  });

  it("pass the conformance suites, and change nobody's goldens", async () => {
    const { stdout } = await node(
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "unit",
      "--reporter=verbose",
      "test/conformance",
      "test/program",
    );
    expect(stdout).toContain("throwaway");
  }, 600_000);

  it("run", async () => {
    const config = join(copy, "throwaway.yaml");
    await writeFile(
      config,
      "inputs:\n  throwaway: { enabled: on, containerName: seen }\noutputs:\n  throwaway: { enabled: on }\n",
    );
    expect((await node("src/main.ts", "check", "--config", config)).stdout).toMatch(
      /throwaway +on[\s\S]*throwaway +on/,
    );
    const { stdout } = await node("src/main.ts", "once", "--config", config, "--format", "prometheus");
    expect(stdout).toMatch(/ecs_container_cpu_usage_seconds_total\{container_name="seen"\} \d/);
  });
});
