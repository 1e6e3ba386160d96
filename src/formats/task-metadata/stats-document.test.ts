import { describe, expect, it } from "vitest";
import { parseStats } from "./stats-document.ts";

const sample = (total: number) => ({
  read: "2026-01-01T12:00:00Z",
  cpu_stats: { cpu_usage: { total_usage: total * 1e9 } },
});

const totals = (raw: unknown) => [...(parseStats(raw)?.samples ?? [])].map(([id, { cpu }]) => [id, cpu.totalSeconds]);

describe("a statistics document", () => {
  it("leaves out containers without a sample", () => {
    expect(
      totals({ a: sample(1), b: null, c: {}, d: "None", e: { ...sample(1), read: "0001-01-01T00:00:00Z" } }),
    ).toEqual([["a", 1]]);
  });

  it("joins the maps of all tasks; of an id that comes twice the last counts, and a null is no second one", () => {
    const document = parseStats([{ a: sample(1), b: sample(2) }, null, "x", { a: sample(3), b: null }]);
    expect(totals([{ a: sample(1), b: sample(2) }, null, "x", { a: sample(3), b: null }])).toEqual([
      ["a", 3],
      ["b", 2],
    ]);
    expect(document?.duplicates).toEqual(["a"]);
  });

  it.each([null, "no such task", 5, undefined, true])("is none when it is %j", (raw) => {
    expect(parseStats(raw)).toBeUndefined();
  });

  it("may be empty", () => {
    expect(totals({})).toEqual([]);
    expect(totals([])).toEqual([]);
  });
});
