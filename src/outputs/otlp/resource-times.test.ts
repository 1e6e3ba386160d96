import { describe, expect, it } from "vitest";
import { containerResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { openResourceTimes } from "./resource-times.ts";

const snapshotAt = (takenAtMs: number): Snapshot => ({ takenAtMs, form: "sidecar", entries: [], inputs: [] });

/** A container with these points, as `metric@time`. */
const web = (...points: readonly string[]): Entry => ({
  resource: containerResource({ id: "1", name: "web" }),
  points: points.map((text) => {
    const [metric = "", atMs] = text.split("@");
    return { metric, value: 1, attributes: {}, atMs: Number(atMs) };
  }),
});

const walk = (steps: readonly (readonly [takenAtMs: number, entry: Entry])[], startedMs = 0) => {
  const timeOf = openResourceTimes(startedMs);
  return steps.map(([takenAtMs, entry]) => timeOf(snapshotAt(takenAtMs), entry));
};

describe("the time of a resource", () => {
  it("is that of its newest counter", () => {
    const entry = web(
      "container.cpu.time@90",
      "container.disk.read@91",
      "container.memory.usage@95",
      "container.info@100",
    );
    expect(walk([[100, entry]])).toEqual([91]);
  });

  it("is that of the collection where no counter is sampled", () => {
    expect(walk([[100, web("container.status@98", "container.restarts@97", "no.such.metric@5")]])).toEqual([100]);
  });

  it("only grows: without a newer sample there is nothing to tell", () => {
    const read = (atMs: number) => web(`container.cpu.time@${atMs}`);
    expect(
      walk([
        [100, read(91)],
        [110, read(91)],
        [120, web("container.status@120")],
        [130, read(119)],
        [140, read(131)],
      ]),
    ).toEqual([91, undefined, 120, undefined, 131]);
  });

  it("before this agent's start is left to the agent before it, in its own snapshots", () => {
    const read = (atMs: number) => web(`container.cpu.time@${atMs}`);
    expect(walk([[100, read(91)]], 200)).toEqual([91]);
    expect(
      walk(
        [
          [210, read(199)],
          [220, read(209)],
        ],
        200,
      ),
    ).toEqual([undefined, 209]);
  });

  it("begins anew when the clock is set back", () => {
    expect(
      walk([
        [100, web("container.cpu.time@91")],
        [50, web("container.cpu.time@41")],
      ]),
    ).toEqual([91, 41]);
  });
});
