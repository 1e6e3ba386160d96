import { expect, it } from "vitest";
import { readPluginValues } from "./values.ts";

const nowMs = Date.UTC(2026, 0, 1);

const read = (stdout: string, maxSamples = 100) => readPluginValues(stdout, { nowMs, maxSamples });

const gauge = (name: string, value: number) => ({ name, kind: "gauge", samples: [{ labels: {}, value, atMs: nowMs }] });

it("a line is a name, a value and a time, between blanks of any kind", () => {
  expect(read("gostats.runtime.goroutine_num\t11\t1700000000\n\n a-b.c  -1.5e3 x y\nlast 2 1").families).toEqual([
    gauge("gostats.runtime.goroutine_num", 11),
    gauge("a-b.c", -1500),
    gauge("last", 2),
  ]);
});

it("what is no value costs its own line", () => {
  const { families, dropped, trouble } = read(
    "a 1 1\nno.time 1\nno.value x 1\n.dots.. 1 1\nbad/name 1 1\nnan NaN 1\na 2 1\nb 2 1\n2026/01/01 12:00:00 OutputValues: zero\n",
  );
  expect(families).toEqual([gauge("a", 1), gauge("b", 2)]);
  expect(dropped).toMatchObject({ malformed: 5, "not-finite": 1, repeated: 1 });
  expect(trouble).toEqual({ line: 2, what: "fewer than three words: name, value, time" });
});

it("what is not wanted, too long or too much is left out", () => {
  expect(read("a 1 1\nb 1 1\nc 1 1", 1)).toMatchObject({ samples: 1, dropped: { "over-samples": 2 } });
  expect(read(`${"n".repeat(256)} 1 1`).dropped["over-labels"]).toBe(1);
  expect(readPluginValues("a 1 1\nb 1 1", { nowMs, maxSamples: 9, keeps: (name) => name === "b" }).families).toEqual([
    gauge("b", 1),
  ]);
});
