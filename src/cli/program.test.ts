import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { inProcess } from "../../test/cli/in-process.ts";
import { metricIds } from "../catalogue/catalogue.ts";
import { exitCodes } from "./exit-codes.ts";
import { createProgram } from "./program.ts";

const runWith = (...args: string[]) => inProcess(args);

const program = createProgram(() => async () => {});

/** Every command that can be run, by its whole name. */
const commandsOf = (command: Command, prefix = ""): readonly (readonly [string, Command])[] =>
  command.commands.flatMap((inner) => {
    const name = `${prefix}${inner.name()}`;
    return inner.commands.length === 0 ? [[name, inner] as const] : commandsOf(inner, `${name} `);
  });

const commands = commandsOf(program);

describe("help", () => {
  it("lists every command with what it does, examples, variables and exit codes", async () => {
    const { code, out, err } = await runWith("--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const command of program.commands) expect(out).toMatch(new RegExp(`^  ${command.name()} `, "m"));
    for (const variable of [
      "ECS_CONTAINER_METADATA_URI_V4",
      "ECS_METRICS_EXPORTER_PORT",
      "TASKVITALS_CONFIG_CONTENT",
    ]) {
      expect(out).toContain(variable);
    }
    for (const number of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`^  ${number}  \\w`, "m"));
  });

  it.each(commands.map(([name]) => name))("says what %s takes", async (name) => {
    const { code, out } = await runWith(...name.split(" "), "--help");
    expect(code).toBe(0);
    expect(out).toContain(`Usage: taskvitals ${name}`);
  });

  it("describes every command and option", () => {
    for (const [name, command] of commands) {
      expect(command.description(), name).not.toBe("");
      for (const { flags, description } of command.options) expect(description, `${name} ${flags}`).not.toBe("");
    }
  });

  it("lists the faults that can be asked for", async () => {
    const { out } = await runWith("simulate", "--help");
    expect(out).toMatch(/^ {2}throttle +429/m);
    expect(out).toMatch(/^ {2}clock-step +.*byMs/m);
  });

  it("says the version", async () => {
    expect((await runWith("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("a wrong command line", () => {
  it.each([
    [["ruin"], "there is no command ruin; did you mean run?"],
    [["chek"], "did you mean check?"],
    [["xyzzy"], "there is no command xyzzy\n"],
    [["catalogue", "lits"], "Did you mean list?"],
    [["run", "--confg", "x"], "Did you mean --config?"],
    [["check", "extra"], "too many arguments"],
    [["once", "--format", "xml"], "Allowed choices are table, json, prometheus."],
    [["once", "--wait", "0"], "It must be a number from 1 to 300."],
    [["once", "--wait", ""], "It must be a number from 1 to 300."],
    [["demo", "--port", "99999"], "It must be a whole number from 0 to 65535."],
    [["simulate", "--tasks", "1.5"], "It must be a whole number from 1 to 1000."],
    [["simulate", "--cgroup", "3"], "Allowed choices are 1, 2."],
    [["simulate", "--fault", "thortle"], "There is no fault thortle. Kinds: throttle, "],
  ])("%j is refused with 2, and the way out", async (args, complaint) => {
    const { code, err } = await runWith(...args);
    expect(code).toBe(2);
    expect(err).toContain(complaint);
  });
});

describe("catalogue", () => {
  it("lists every metric, one a line", async () => {
    const { code, out } = await runWith("catalogue", "list");
    expect(code).toBe(0);
    expect(out).toMatch(/^container\.cpu\.usage +ecs_container_cpu_usage_vcpus +gauge +\{vcpu\} +CPU in use/m);
    expect(out.trimEnd().split("\n")).toHaveLength(metricIds.length + 1);
  });

  it("tells all that is known of them", async () => {
    const { out } = await runWith("catalogue", "list", "--json");
    const list: readonly unknown[] = JSON.parse(out);
    expect(list).toHaveLength(metricIds.length);
    expect(list).toContainEqual(
      expect.objectContaining({ id: "task.cpu.limit", prometheus: "ecs_task_cpu_limit_vcpus", unit: "{vcpu}" }),
    );
  });

  it("keeps its own rules", async () => {
    expect(await runWith("catalogue", "lint")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/metrics, 0 findings\n$/),
    });
  });
});

describe("docs/commands.md", () => {
  const text = readFileSync(new URL("../../docs/commands.md", import.meta.url), "utf8");
  const sections = new Map(text.split(/^## /m).map((section) => [section.split("\n")[0], section]));

  it.each(commands.map(([name, command]) => ({ name, command })))(
    "knows $name and its options",
    ({ name, command }) => {
      const [top = ""] = name.split(" ");
      const section = sections.get(top) ?? "";
      expect(section).not.toBe("");
      expect(text).toContain(`\`${name}\``);
      const shared = text.slice(0, text.indexOf("## run"));
      for (const { flags, argChoices = [] } of command.options) {
        expect(flags.startsWith("-c,") ? shared : section).toContain(`\`${flags}\``);
        const documented = flags.startsWith("--shape") ? (sections.get("simulate") ?? "") : section;
        for (const choice of argChoices) expect(documented).toContain(`\`${choice}\``);
      }
    },
  );

  it("knows every exit code", () => {
    for (const number of Object.values(exitCodes)) expect(text).toMatch(new RegExp(`^\\| ${number} \\| `, "m"));
  });
});
