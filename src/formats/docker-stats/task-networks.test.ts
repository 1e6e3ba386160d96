import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ResourceRecorder } from "../../ports/recorder.ts";
import { type ContainerStats, parseContainerStats } from "./stats.ts";
import { openTaskNetworks } from "./task-networks.ts";

const startMs = Date.UTC(2026, 0, 1, 12);

const sample = (second: number, networks: Readonly<Record<string, number>>): ContainerStats => {
  const stats = parseContainerStats({
    read: new Date(startMs + second * 1000).toISOString(),
    cpu_stats: { cpu_usage: { total_usage: 1 } },
    networks: Object.fromEntries(Object.entries(networks).map(([name, rx_bytes]) => [name, { rx_bytes }])),
  });
  if (stats === undefined) throw new Error("this is a sample");
  return stats;
};

/** Received bytes by interface after each of these collections. */
const received = (collections: readonly (readonly ContainerStats[])[], factor = 1) => {
  const networks = openTaskNetworks();
  return collections.map((samples) => {
    const values: Record<string, readonly [value: number, second: number]> = {};
    const recorder: ResourceRecorder<"task"> = {
      record: (metric, value, ...[attributes, time]) => {
        if (metric !== "task.network.receive" || value === undefined) return;
        const { interface: name = "" } = { interface: undefined, ...attributes };
        values[name] = [value, ((time?.atMs ?? 0) - startMs) / 1000];
      },
    };
    networks.record(recorder, "task/a", samples, { sinceMs: startMs, factor });
    return values;
  });
};

describe("the one network of a task", () => {
  it("is that of the newest sample, for each interface", () => {
    expect(
      received([[sample(10, { eth1: 100 }), sample(14, { eth1: 140, eth2: 9 }), sample(12, { eth1: 120 })]]),
    ).toEqual([{ eth1: [140, 14], eth2: [9, 14] }]);
  });

  it("does not go back when the container that was newest is gone", () => {
    expect(received([[sample(10, { eth1: 100 }), sample(14, { eth1: 140 })], [sample(12, { eth1: 120 })]])).toEqual([
      { eth1: [140, 14] },
      { eth1: [140, 14] },
    ]);
  });

  it("goes on when the source's clock steps back by more than samples can be apart", () => {
    expect(received([[sample(4000, { eth1: 100 })], [sample(400, { eth1: 150 })]])).toEqual([
      { eth1: [100, 4000] },
      { eth1: [150, 400] },
    ]);
  });

  it("follows a counter that really begins anew", () => {
    expect(received([[sample(10, { eth1: 100 })], [sample(20, { eth1: 5 })]])[1]).toEqual({ eth1: [5, 20] });
  });

  it("is multiplied where the agent divided it", () => {
    expect(received([[sample(10, { eth0: 100 })]], 3)).toEqual([{ eth0: [300, 10] }]);
  });

  it("is forgotten with its task", () => {
    const networks = openTaskNetworks();
    const seen: number[] = [];
    const recorder: ResourceRecorder<"task"> = {
      record: (metric, value, ..._attributes) => {
        if (metric === "task.network.receive" && value !== undefined) seen.push(value);
      },
    };
    const facts = { sinceMs: undefined, factor: 1 };
    networks.record(recorder, "task/a", [sample(10, { eth1: 100 })], facts);
    networks.keep(new Set(["task/b"]));
    networks.record(recorder, "task/a", [sample(9, { eth1: 7 })], facts);
    expect(seen).toEqual([100, 7]);
  });

  it("never goes back, however the samples of growing counters are spread", () => {
    // A counter of 10 bytes a second, sampled by each container at its own time: up to 6 s old, in any order.
    const ages = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }), { minLength: 2 });
    fc.assert(
      fc.property(ages, (collections) => {
        const values = received(
          collections.map((spread, turn) =>
            spread.map((age) => sample(100 + turn * 5 - age, { eth1: (100 + turn * 5 - age) * 10 })),
          ),
        ).map(({ eth1 }) => eth1?.[0] ?? Number.NaN);
        expect(values).toEqual(values.toSorted((one, other) => one - other));
      }),
    );
  });
});
