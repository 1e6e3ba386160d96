import { expect, it } from "vitest";
import { readPluginGraphs } from "./graphs.ts";

const printed = (graphs: unknown, first = "# mackerel-agent-plugin") => `${first}\n${JSON.stringify({ graphs })}\n`;

it("graphs with their units, labels and wildcards", () => {
  const graphs = {
    "gostats.#.heap": {
      label: "Heap",
      unit: "bytes",
      metrics: [
        { name: "heap_sys", label: "Sys", stacked: true, diff: true },
        { name: "*", label: 3 },
        { name: "a.b" },
        { label: "nameless" },
        "text",
      ],
    },
    plain: { unit: "hectares", metrics: [{ name: "x" }] },
    "no..name": { metrics: [{ name: "x" }] },
    empty: { unit: "float", metrics: [] },
    none: null,
  };
  expect(readPluginGraphs(printed(graphs))).toEqual({
    ok: true,
    graphs: [
      {
        name: "gostats.#.heap",
        label: "Heap",
        unit: "bytes",
        metrics: [
          { name: "heap_sys", label: "Sys", stacked: true },
          { name: "*", stacked: false },
        ],
      },
      { name: "plain", unit: "float", metrics: [{ name: "x", stacked: false }] },
    ],
  });
});

it.each(["#mackerel-agent-plugin", "# mackerel-agent-plugin version=1", "#\tmackerel-agent-plugin version = 1 x=2\r"])(
  "%j is a first line",
  (first) => {
    expect(readPluginGraphs(printed({}, first))).toEqual({ ok: true, graphs: [] });
  },
);

it.each([
  ["", "no line '# mackerel-agent-plugin' at the beginning"],
  ["gostats.a 1 1\n", "no line '# mackerel-agent-plugin' at the beginning"],
  ["# mackerel-agent-pluginx\n{}", "no line '# mackerel-agent-plugin' at the beginning"],
  ["# mackerel-agent-plugin version= 2\n{}", "a version other than 1"],
  ["# mackerel-agent-plugin version=10\n{}", "a version other than 1"],
  ["# mackerel-agent-plugin\n{", "no JSON behind the first line"],
  ["# mackerel-agent-plugin", "no JSON behind the first line"],
])("%j is no definition", (stdout, what) => {
  expect(readPluginGraphs(stdout)).toEqual({ ok: false, what });
});
