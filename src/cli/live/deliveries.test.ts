import { describe, expect, it } from "vitest";
import type { OutputHealth } from "../../ports/output-health.ts";
import { problem } from "../../problems/problem.ts";
import { inColour, plain } from "../table/style.ts";
import { deliveryLines } from "./deliveries.ts";

const nowMs = Date.UTC(2026, 0, 1, 12);
const none = new Map<string, number>();

const healthy: OutputHealth = {
  name: "datadog",
  acceptedPoints: 400,
  lostPoints: none,
  items: 321,
  inHand: 0,
  returned: 0,
  delivered: 321,
  duplicates: 0,
  appSeriesLeftOut: 0,
  retried: 0,
  dropped: none,
  refused: none,
  requests: new Map([["accepted", 3]]),
  sentBytes: 4096,
  queue: { records: 0, points: 0, bytes: 0 },
  circuit: "closed",
  problems: [],
};

const shown = (outputs: readonly OutputHealth[], width = Number.POSITIVE_INFINITY): readonly string[] =>
  deliveryLines(outputs, nowMs, { width, paint: plain });

describe("deliveryLines", () => {
  it("is nothing where nothing sends", () => {
    expect(shown([])).toEqual([]);
  });

  it("has a line for each output, in columns", () => {
    const behind = {
      ...healthy,
      name: "prometheus-remote-write",
      delivered: 0,
      queue: { records: 2, points: 1234, bytes: 10, oldestMs: nowMs - 65_000 },
    };
    expect(shown([healthy, behind])).toEqual([
      "OUTPUT                   DELIVERED  QUEUED  OLDEST  REFUSED  LOST  PROBLEM",
      "datadog                        321       0       -        0     0  -",
      "prometheus-remote-write          0    1234   1m 5s        0     0  -",
    ]);
  });

  it("says what is wrong now, before what was", () => {
    const output = {
      ...healthy,
      refused: new Map([["invalid", 2]]),
      dropped: new Map([["too-old", 3]]),
      lostPoints: new Map([["full", 4]]),
    };
    expect(shown([output])[1]).toMatch(/ 2 {5}7 {2}refused: invalid 2; dropped: too-old 3; lost: full 4$/);
    const held = { ...output, circuit: "held" as const, problems: [problem("port-in-use", "x", "a\u001b[2Jb")] };
    expect(shown([held])[1]).toMatch(/ 2 {5}7 {2}held: .+: a\?\[2Jb$/);
    const [, line = ""] = deliveryLines([held], nowMs, { width: 200, paint: inColour });
    expect(line.startsWith("\u001b[33m")).toBe(true);
  });

  it("keeps to the width", () => {
    const held = { ...healthy, problems: [problem("port-in-use", "x", "long ".repeat(50))] };
    for (const line of shown([held], 60)) expect(line.length).toBeLessThanOrEqual(60);
  });
});
