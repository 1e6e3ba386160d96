import { describe, expect, it } from "vitest";
import { inputs } from "../inputs/registry.ts";
import { outputs } from "../outputs/registry.ts";
import { listOptions } from "./options.ts";

const optionAt = (path: string) => listOptions().find((option) => option.path.join(".") === path);

describe("listOptions", () => {
  it("tells everything of an option", () => {
    expect(optionAt("server.port")).toEqual({
      path: ["server", "port"],
      description: "Port for everything; 0 takes any free one",
      type: "integer",
      default: 9546,
      minimum: 0,
      maximum: 65535,
      variables: ["TASKVITALS_SERVER_PORT", "ECS_METRICS_EXPORTER_PORT"],
    });
    expect(optionAt("log.level")?.values).toContain("warn");
  });

  it("has a switch for every input and output", () => {
    for (const { name } of inputs) expect(optionAt(`inputs.${name}.enabled`)?.values).toEqual(["auto", "on", "off"]);
    for (const { name } of outputs) expect(optionAt(`outputs.${name}.enabled`)?.default).toBe("auto");
  });

  it("names variables after the path, hyphens and humps as underscores", () => {
    expect(optionAt("stopTimeoutMs")?.variables).toEqual(["TASKVITALS_STOP_TIMEOUT_MS"]);
    for (const { name } of [...inputs, ...outputs]) {
      const kind = inputs.some((input) => input.name === name) ? "inputs" : "outputs";
      const variable = `TASKVITALS_${kind.toUpperCase()}_${name.toUpperCase().replaceAll("-", "_")}_ENABLED`;
      expect(optionAt(`${kind}.${name}.enabled`)?.variables).toEqual([variable]);
    }
  });

  it("describes every option, and gives no variable of ours to two of them", () => {
    const options = listOptions();
    expect(options.filter(({ description }) => description === "")).toEqual([]);
    // What the machine itself sets (HOSTNAME, AWS_REGION) may mean something to several outputs.
    const variables = options.flatMap((option) => option.variables).filter((name) => name.startsWith("TASKVITALS_"));
    expect(new Set(variables).size).toBe(variables.length);
  });
});
