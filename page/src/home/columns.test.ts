import { expect, test } from "vitest";
import { cardColumns, chosenColumns, factsOf, fitColumns, nextSort, sortOf, usualColumns } from "./columns.ts";
import { isOpen, opennessOf, toggled } from "./openness.ts";
import { documentOf, windowOf } from "./window.ts";

test("a wide table has every usual column, a narrow one what matters most, in the table's order", () => {
  expect(fitColumns(usualColumns, 1440)).toEqual(usualColumns);
  expect(fitColumns(usualColumns, 1000)).toEqual(["state", "cpu", "memory", "restarts", "age", "health"]);
  expect(fitColumns(usualColumns, 220)).toEqual([]);
});

test("no width is overrun", () => {
  for (let width = 200; width < 1600; width += 7) {
    const used = fitColumns(usualColumns, width).reduce((sum, column) => sum + factsOf(column).width, 220);
    expect(used).toBeLessThanOrEqual(Math.max(width, 220));
  }
});

test("chosen columns: known ones, each once; none is the usual ones", () => {
  expect(chosenColumns(["pids", "cpu", "pids", "x"])).toEqual(["pids", "cpu"]);
  expect(chosenColumns(["x"])).toBe(usualColumns);
  expect(cardColumns(["age", "state", "pids", "cpu"])).toEqual(["state", "age", "pids"]);
});

test("presses on a head: its own direction, the other one, by name", () => {
  expect(nextSort(sortOf(""), "cpu")).toBe("-cpu");
  expect(nextSort(sortOf("-cpu"), "cpu")).toBe("cpu");
  expect(nextSort(sortOf("cpu"), "cpu")).toBe("");
  expect(nextSort(sortOf("-cpu"), "age")).toBe("age");
  expect(nextSort(sortOf("age"), "age")).toBe("-age");
  expect(nextSort(sortOf("-age"), "age")).toBe("");
  expect(nextSort(sortOf(""), "name")).toBe("-name");
  expect(nextSort(sortOf("-name"), "name")).toBe("");
});

test("few tasks are open by themselves, and every choice stands", () => {
  expect(isOpen(opennessOf([], true), "a")).toBe(true);
  expect(isOpen(opennessOf([], false), "a")).toBe(false);
  const shut = toggled(opennessOf([], true), "a");
  expect(shut).toEqual(["all", "-a"]);
  expect(isOpen(opennessOf(shut, false), "a")).toBe(false);
  expect(isOpen(opennessOf(shut, false), "b")).toBe(true);
  expect(toggled(opennessOf(shut, false), "a")).toEqual(["all"]);
  expect(toggled(opennessOf(["none"], true), "b")).toEqual(["none", "b"]);
});

test("all lines up to 100, then those in sight with half a sight around", () => {
  const few = windowOf(new Array(100).fill(30), 0, 600);
  expect(few).toMatchObject({ first: 0, end: 30 });
  expect(documentOf(few, 100)).toEqual({ first: 0, end: 100, beforePx: 0, afterPx: 0 });
  expect(documentOf(few, 101)).toBe(few);
  const heights = new Array(1000).fill(30);
  const middle = windowOf(heights, 15_000, 600);
  expect(middle.beforePx).toBe(middle.first * 30);
  expect(middle.afterPx).toBe((1000 - middle.end) * 30);
  expect([middle.first, middle.end]).toEqual([489, 530]);
  expect(windowOf(heights, 0, 600)).toMatchObject({ first: 0, beforePx: 0, end: 30 });
  expect(windowOf(heights, 29_400, 600)).toMatchObject({ end: 1000, afterPx: 0 });
});
