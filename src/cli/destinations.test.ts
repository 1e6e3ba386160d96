import { describe, expect, it } from "vitest";
import type { Agent } from "../app/compose.ts";
import { outputs } from "../outputs/registry.ts";
import { destinationLines, destinationsFrom, only, senders, variablesOf } from "./destinations.ts";

const from = destinationsFrom(["datadog", "mackerel", "otlp"]);

describe("destinationsFrom", () => {
  it.each([
    ["all", ["datadog", "mackerel", "otlp"]],
    ["mackerel", ["mackerel"]],
    ["otlp, datadog,otlp", ["otlp", "datadog"]],
  ])("takes %s", (text, names) => {
    expect(from(text)).toEqual(names);
  });

  it("refuses what does not exist, with the nearest that does", () => {
    expect(() => from("datadgo")).toThrow("There is no output datadgo that sends; did you mean datadog? It is all, or");
    expect(() => from("nothing")).toThrow("There is no output nothing that sends. It is all, or any of datadog,");
    expect(from("otlp,,")).toEqual(["otlp"]);
    expect(() => from("")).toThrow("It is all, or any of datadog, mackerel, otlp");
  });
});

describe("variablesOf", () => {
  const environment = {
    TASKVITALS_OUTPUTS_PROMETHEUS_TIMESTAMPS: "on",
    TASKVITALS_SERVER_PORT: "1",
    TASKVITALS_CONFIG: "elsewhere.yaml",
    HOME: "/root",
  };

  it("takes those of the named outputs alone", () => {
    expect(variablesOf(environment, ["prometheus"])).toEqual({ TASKVITALS_OUTPUTS_PROMETHEUS_TIMESTAMPS: "on" });
    expect(variablesOf(environment, [])).toEqual({});
  });
});

it("switches every other output that sends off", () => {
  const [kept] = senders;
  expect(Object.keys(only([]))).toEqual(senders);
  expect(Object.keys(only(kept === undefined ? [] : [kept]))).toEqual(senders.slice(1));
});

describe("destinationLines", () => {
  const agentWith = (on: readonly boolean[]): Agent["outputs"] =>
    outputs
      .filter(({ name }) => name === "mackerel" || name === "otlp")
      .map((definition, place) => ({
        definition,
        on: on[place] ?? false,
        why: "there is no address",
        config: { intervalMs: 30_000 },
      }));
  const lines = (on: readonly boolean[], names = ["mackerel", "otlp"]): readonly string[] =>
    destinationLines({ outputs: agentWith(on) }, names);

  it("says where to and how often, and no more when that is everywhere", () => {
    expect(lines([true, true])).toEqual(["  Delivers to  mackerel every 60 s, otlp every 30 s"]);
    expect(lines([true, false], ["mackerel"])).toEqual(["  Delivers to  mackerel every 60 s"]);
    expect(lines([true, true], [])).toEqual([]);
  });

  it("says how to get the others a receiver", () => {
    const text = lines([true, false]).join("\n");
    expect(text).toContain("  Not to       otlp      there is no address");
    expect(text).toContain("npm run -s receivers -- otlp");
    expect(lines([false, false]).join("\n")).toContain("nothing yet");
    expect(lines([false, false])).toContain("    npm run -s receivers");
  });
});
