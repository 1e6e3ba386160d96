import { describe, expect, it } from "vitest";
import { containerEntry, snapshotOf, task, taskEntry } from "../../../test/cli/sample.ts";
import { problem } from "../../problems/problem.ts";
import { plain } from "../table/style.ts";
import { clipped, frameLines, wrapped } from "./frame.ts";

const rates = { byResource: new Map(), complete: true };
const web = task("web");
const style = { width: 60, paint: plain };

describe("frameLines", () => {
  it("says what is seen and when, then the table", () => {
    const snapshot = snapshotOf([taskEntry(web), containerEntry({ name: "nginx", task: web })]);
    const lines = frameLines({ snapshot, rates, problems: [], sort: "memory" }, style);
    expect(lines[0]).toBe("1 task, 1 container at 12:03:14 UTC, sorted by memory");
    expect(lines.slice(2).map((line) => line.split(/ {2,}/)[0])).toEqual(["TASK / CONTAINER", "web:3", ""]);
  });

  it("explains what is wrong, within the width", () => {
    const problems = [problem("metadata-timeout", "http://169.254.170.2/v4/x/task", "5000 ms\u001b[2J")];
    const lines = frameLines({ snapshot: snapshotOf([]), rates, problems, sort: "cpu" }, style);
    expect(lines.slice(0, 5)).toEqual([
      "0 tasks, 0 containers at 12:03:14 UTC, sorted by cpu",
      "",
      "Nothing is seen yet.",
      "",
      "! The task metadata endpoint answers too slowly:",
    ]);
    expect(lines.join("\n")).toContain("5000 ms?[2J");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  });
});

describe("wrapped", () => {
  it.each([
    ["", 10, [""]],
    ["keeps   gaps", 20, ["keeps   gaps"]],
    ["one two three", 8, ["one two", "three"]],
    ["abcdefghijkl mn", 5, ["abcde", "fghij", "kl mn"]],
    ["  indented text here", 12, ["  indented", "text here"]],
    ["endless", Number.POSITIVE_INFINITY, ["endless"]],
  ])("%j at %d", (text, width, lines) => {
    expect(wrapped(text, width)).toEqual(lines);
  });
});

describe("clipped", () => {
  const lines = ["a", "b", "c", "d"];
  it.each([
    [4, lines],
    [3, ["a", "b", "... 2 more lines: make the window higher"]],
    [1, ["... 4 more lines: make the window higher"]],
    [0, []],
    [-3, []],
  ])("to %d lines", (height, expected) => {
    expect(clipped(lines, height)).toEqual(expected);
  });
});
