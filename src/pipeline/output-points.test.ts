import { describe, expect, it } from "vitest";
import { metricIds } from "../catalogue/catalogue.ts";
import { pointKey } from "../model/point.ts";
import type { OutputHealth } from "../ports/output-health.ts";
import { outputPoints } from "./output-points.ts";
import { startMs } from "./test/world.ts";

const health: OutputHealth = {
  name: "one",
  acceptedPoints: 100,
  lostPoints: new Map([["full", 7]]),
  items: 50,
  inHand: 5,
  delivered: 40,
  duplicates: 1,
  retried: 9,
  dropped: new Map([["too-old", 3]]),
  refused: new Map([["bad", 2]]),
  requests: new Map([
    ["accepted", 4],
    ["retry", 6],
  ]),
  sentBytes: 4096,
  queue: { records: 3, points: 30, bytes: 999, oldestMs: startMs - 2500, roomSeconds: 1800 },
  circuit: "held",
  lastDeliveredMs: startMs - 500,
  problems: [],
};

const told = (of: OutputHealth): ReadonlyMap<string, number> => {
  const values = new Map<string, number>();
  outputPoints(
    (metric, value, attributes) => {
      if (value !== undefined) values.set(pointKey(metric, attributes), value);
    },
    of,
    startMs,
  );
  return values;
};

const output = { output: "one" };

describe("the agent's points of an output", () => {
  it.each([
    ["points", output, 100],
    ["lost_points", { ...output, reason: "full" }, 7],
    ["items", output, 50],
    ["in_hand_items", output, 5],
    ["delivered_items", output, 40],
    ["duplicate_items", output, 1],
    ["retried_items", output, 9],
    ["dropped_items", { ...output, reason: "too-old" }, 3],
    ["refused_items", { ...output, reason: "bad" }, 2],
    ["requests", { ...output, outcome: "accepted" }, 4],
    ["requests", { ...output, outcome: "retry" }, 6],
    ["sent", output, 4096],
    ["queue.records", output, 3],
    ["queue.points", output, 30],
    ["queue.size", output, 999],
    ["queue.oldest_age", output, 2.5],
    ["queue.room", output, 1800],
    ["circuit", { ...output, status: "held" }, 1],
    ["last_delivery_timestamp", output, (startMs - 500) / 1000],
  ])("tell %s %o", (metric, attributes, value) => {
    expect(told(health).get(pointKey(`taskvitals.output.${metric}`, attributes))).toBe(value);
  });

  it("leave out what is not known", () => {
    const { lastDeliveredMs: _, ...rest } = health;
    const keys = [...told({ ...rest, queue: { records: 0, points: 0, bytes: 0 } }).keys()].join(" ");
    for (const name of ["oldest_age", "room", "last_delivery"]) expect(keys).not.toContain(name);
    expect(keys).toContain("queue.records");
  });

  it("are all that the catalogue has of push outputs", () => {
    const metrics = new Set([...told(health).keys()].map((key) => key.split("\u0000")[0]));
    const catalogued = metricIds.filter((id) => id.startsWith("taskvitals.output."));
    expect([...metrics, "taskvitals.output.exposed"].sort()).toEqual([...catalogued].sort());
  });
});
