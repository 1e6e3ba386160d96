import { describe, expect, it } from "vitest";
import { overlay } from "./environment.ts";
import type { Option } from "./options.ts";

const option = (path: string, type: Option["type"], ...variables: string[]): Option => ({
  path: path.split("."),
  description: "",
  type,
  variables,
});

const options = [
  option("server.port", "integer", "TASKVITALS_SERVER_PORT", "ECS_METRICS_EXPORTER_PORT"),
  option("server.host", "string", "TASKVITALS_SERVER_HOST"),
  option("outputs.prometheus.dialects", "array", "TASKVITALS_OUTPUTS_PROMETHEUS_DIALECTS"),
  option("inputs.a.tags", "boolean", "TASKVITALS_INPUTS_A_TAGS"),
];

const lay = (environment: Record<string, string>, tree = {}) => overlay(tree, environment, options);

describe("overlay", () => {
  it("reads a variable as the option's type", () => {
    const { tree, problems } = lay({
      TASKVITALS_SERVER_PORT: "9600",
      TASKVITALS_SERVER_HOST: "9600",
      TASKVITALS_OUTPUTS_PROMETHEUS_DIALECTS: "taskvitals, ee,",
      TASKVITALS_INPUTS_A_TAGS: "true",
    });
    expect(tree).toEqual({
      server: { port: 9600, host: "9600" },
      outputs: { prometheus: { dialects: ["taskvitals", "ee"] } },
      inputs: { a: { tags: true } },
    });
    expect(problems).toEqual([]);
  });

  it("leaves what does not fit as it is, for the schema to refuse", () => {
    expect(lay({ TASKVITALS_SERVER_PORT: "many", TASKVITALS_INPUTS_A_TAGS: "yes" }).tree).toEqual({
      server: { port: "many" },
      inputs: { a: { tags: "yes" } },
    });
  });

  it("goes before the file, key by key", () => {
    const file = { server: { port: 1, host: "::1" } };
    expect(lay({ TASKVITALS_SERVER_PORT: "2" }, file).tree).toEqual({ server: { port: 2, host: "::1" } });
  });

  it("honours the port's other name, and ours before it", () => {
    expect(lay({ ECS_METRICS_EXPORTER_PORT: "9600" }).tree).toEqual({ server: { port: 9600 } });
    const both = lay({ ECS_METRICS_EXPORTER_PORT: "9600", TASKVITALS_SERVER_PORT: "9700" });
    expect(both.tree).toEqual({ server: { port: 9700 } });
    expect(both.variableAt(["server", "port"])).toBe("TASKVITALS_SERVER_PORT");
  });

  it("takes an empty variable for one that is not set", () => {
    expect(lay({ TASKVITALS_SERVER_PORT: "", ECS_METRICS_EXPORTER_PORT: "9600" }).tree).toEqual({
      server: { port: 9600 },
    });
  });

  it("knows which variable set a value, also inside a list", () => {
    const { variableAt } = lay({ TASKVITALS_OUTPUTS_PROMETHEUS_DIALECTS: "x" });
    expect(variableAt(["outputs", "prometheus", "dialects", "0"])).toBe("TASKVITALS_OUTPUTS_PROMETHEUS_DIALECTS");
    expect(variableAt(["server", "port"])).toBeUndefined();
  });

  it("refuses a variable of ours that does not exist, with the nearest that does", () => {
    const { problems } = lay({ TASKVITALS_PORT: "1", TASKVITALS_CONFIG: "a.yaml", TASKVITALS_ZEBRA: "1", PATH: "/" });
    expect(problems).toEqual([
      {
        code: "config-unknown-key",
        subject: "TASKVITALS_PORT",
        detail: "environment variable; did you mean TASKVITALS_SERVER_PORT?",
      },
      { code: "config-unknown-key", subject: "TASKVITALS_ZEBRA", detail: "environment variable" },
    ]);
  });

  it.each(["TASKVITAL_SERVER_PORT", "TASK_VITALS_SERVER_PORT"])("takes %s for one of ours", (name) => {
    const detail = "environment variable; did you mean TASKVITALS_SERVER_PORT?";
    expect(lay({ [name]: "1" }).problems).toEqual([{ code: "config-unknown-key", subject: name, detail }]);
  });
});
