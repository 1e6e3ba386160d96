import { describe, expect, it } from "vitest";
import { openWorld } from "../../../test/fakes/mackerel/output-world.ts";
import { openBudget } from "./budget.ts";
import { instanceSeed } from "./host-seed.ts";
import type { KnownHost } from "./known-host.ts";
import { containerEntry, noonMs, point, snapshotOf, taskOf, usage } from "./test/samples.ts";
import { fargateScene } from "./test/scenes.ts";

const host = (size?: string): KnownHost => ({
  id: "h",
  seed: instanceSeed,
  customIdentifier: "i-1",
  size,
  statusDue: undefined,
  describedMs: undefined,
  checks: [],
  aliveMs: 0,
});

const metrics = (count: number, priority = 0, prefix = "m") =>
  Array.from({ length: count }, (_, place) => ({ name: `${prefix}${place}`, priority }));

describe("the budget of a host", () => {
  it.each([
    ["standard", 159, undefined],
    ["standard", 160, "i-1: 160 within the hour, of 200"],
    ["micro", 23, undefined],
    ["micro", 24, "i-1: 24 within the hour, of 30"],
    [undefined, 160, "i-1: 160 within the hour, of 200"],
    ["of another size", 160, "i-1: 160 within the hour, of 200"],
  ])("of size %s with %i metrics", (size, count, detail) => {
    const budget = openBudget({ metrics: 0, whenExceeded: "warn" });
    budget.admit(host(size), metrics(count), 0);
    expect(budget.problem(host(size))?.detail).toBe(detail);
  });

  it("counts the names of an hour, each once", () => {
    const budget = openBudget({ metrics: 10, whenExceeded: "warn" });
    budget.admit(host(), metrics(5), 0);
    budget.admit(host(), metrics(5), 60_000);
    budget.admit(host(), metrics(4, 0, "other"), 120_000);
    expect(budget.problem(host())?.detail).toContain("9 within the hour, of 10");
    budget.admit(host(), metrics(1, 0, "late"), 3_600_000 + 61_000);
    expect(budget.problem(host())).toBeUndefined();
    budget.admit(host(), metrics(8, 0, "new"), 3_600_000 + 61_000);
    budget.forget("h");
    expect(budget.problem(host())).toBeUndefined();
  });

  it("only warns, unless it is told to drop", () => {
    const admits = openBudget({ metrics: 2, whenExceeded: "warn" }).admit(host(), metrics(5), 0);
    expect(metrics(5).map(admits)).toEqual([true, true, true, true, true]);
  });

  it("drops what is less important, and again what was dropped before", () => {
    const budget = openBudget({ metrics: 3, whenExceeded: "drop" });
    const custom = metrics(2, 5, "custom");
    expect(custom.map(budget.admit(host(), custom, 0))).toEqual([true, true]);
    const agent = metrics(2, 1, "agent");
    expect(agent.map(budget.admit(host(), agent, 0))).toEqual([true, true]);
    expect(custom.map(budget.admit(host(), custom, 60_000))).toEqual([true, false]);
  });
});

describe("a delivery beyond the budget", () => {
  const many = snapshotOf(
    noonMs,
    Array.from({ length: 20 }, (_, place) =>
      containerEntry(
        { name: `c${place}` },
        taskOf("t"),
        "RUNNING",
        [...usage(noonMs, 0.5, 10), point("container.pids", 3, noonMs)],
        noonMs,
      ),
    ),
  );

  it("goes through with a problem", async () => {
    await using world = await openWorld({ fake: { size: "micro" } });
    await world.prepare(many);
    await world.clock.advance(60_000);
    await world.prepare(many);
    expect(await world.deliver([many])).toEqual([
      {
        kind: "partly",
        rejected: [],
        problem: { code: "mackerel-budget", subject: "mackerel", detail: "t: 100 within the hour, of 30" },
      },
    ]);
    expect(world.names(world.hosts()[0]?.id ?? "")).toHaveLength(100);
  });

  it("loses the less important metrics, counted, when told so", async () => {
    await using world = await openWorld({ config: { budget: { metrics: 60, whenExceeded: "drop" } } });
    const [outcome] = await world.deliver([many]);
    expect(outcome?.kind === "partly" && new Set(outcome.rejected.map(({ reason }) => reason))).toEqual(
      new Set(["over-budget"]),
    );
    const names = world.names(world.hosts()[0]?.id ?? "");
    expect(names).toHaveLength(60);
    expect(names.filter((name) => name.startsWith("custom."))).toEqual([]);
  });

  it("counts checks, and keeps them longest", async () => {
    await using world = await openWorld({ config: { budget: { metrics: 1, whenExceeded: "drop" } } });
    const outcomes = await world.deliver([fargateScene(noonMs + 60_000)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["partly", "partly"]);
    expect(world.fake.state.reports).toHaveLength(1);
  });
});
