import { describe, expect, it } from "vitest";
import { openWorld, type WorldOptions } from "../../../test/fakes/mackerel/output-world.ts";
import { openMemoryBuffer } from "../../delivery/buffers/memory.ts";
import { openDelivery } from "../../delivery/delivery.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { zstd } from "../../platform/zstd.ts";
import { limitsOf } from "./limits.ts";
import { fargateScene } from "./test/scenes.ts";

/** The output behind the delivery chain, against the stand-in; the test moves the time. */
const openChain = async (options: WorldOptions = {}) => {
  const underWay = new Set<Promise<unknown>>();
  const world = await openWorld({
    ...options,
    http: (real) => ({
      ...real,
      request: (request) => {
        const answer = real.request(request);
        underWay.add(answer);
        void answer.finally(() => underWay.delete(answer));
        return answer;
      },
    }),
  });
  const { clock } = world;
  const chain = openDelivery({
    outputs: [{ name: "mackerel", output: world.output, limits: limitsOf({ timeoutMs: 30_000 }) }],
    buffer: openMemoryBuffer({ maxBytes: 64_000_000 }, { clock }),
    codec: zstd,
    clock,
    random: () => 0.5,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    board: { update: () => {} },
    intervalMs: 10_000,
    happeningsBetween: () => [],
  });
  const health = () => chain.health()[0];

  /** Waits until nothing is under way but what waits for time to pass. */
  const settled = async (): Promise<void> => {
    await clock.advance(0);
    while (underWay.size > 0) {
      await Promise.allSettled(underWay);
      await clock.advance(0);
    }
  };

  /** Lives for so long: a collection every ten seconds. */
  const live = async (ms: number, scene: (takenAtMs: number) => Snapshot = fargateScene): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 10_000) {
      chain.publish(scene(clock.now()));
      for (let second = 0; second < 10; second += 1) {
        await clock.advance(1000);
        await settled();
      }
    }
  };

  const posts = () => world.fake.state.requests.filter(({ path, status }) => path === "/api/v0/tsdb" && status === 200);
  const minutesOf = (name: string) => [
    ...(world.fake.state.hostValues
      .get(world.hosts()[0]?.id ?? "")
      ?.get(name)
      ?.keys() ?? []),
  ];
  return {
    ...world,
    chain,
    health,
    live,
    settled,
    posts,
    minutesOf,
    [Symbol.asyncDispose]: world[Symbol.asyncDispose],
  };
};

/** The same before the task has come to run. */
const pending = (entries: readonly Entry[]): readonly Entry[] =>
  entries.map((entry) => ({
    ...entry,
    points: entry.points.map((point) =>
      point.metric === "task.status" ? { ...point, attributes: { ...point.attributes, status: "PENDING" } } : point,
    ),
  }));

describe("behind the delivery chain", () => {
  it("the first values are there within 15 s of the start, CPU among them", async () => {
    await using world = await openChain();
    world.chain.start();
    await world.live(10_000);
    const names = world.names(world.hosts()[0]?.id ?? "");
    expect(names).toContain("container.cpu.web.usage");
    expect(names).toContain("container.memory.web.usage");
  });

  it("the first values of a task that comes up late are there within 15 s of its start", async () => {
    await using world = await openChain();
    world.chain.start();
    await world.live(30_000, (atMs) => ({ ...fargateScene(atMs), entries: pending(fargateScene(atMs).entries) }));
    expect(world.hosts()).toEqual([]);
    await world.live(10_000);
    expect(world.names(world.hosts()[0]?.id ?? "")).toContain("container.cpu.web.usage");
  });

  it("there is one post a minute, and a value for every minute", async () => {
    await using world = await openChain();
    world.chain.start();
    await world.live(10 * 60_000);
    expect(world.posts().length).toBeGreaterThanOrEqual(10);
    expect(world.posts().length).toBeLessThanOrEqual(12);
    const minutes = world.minutesOf("container.cpu.web.usage");
    expect(minutes.length).toBeGreaterThanOrEqual(10);
    const first = minutes[0] ?? 0;
    expect(minutes).toEqual(minutes.map((_, place) => first + place));
    expect(world.fake.state.refusals).toEqual([]);
    expect(world.fake.state.dropped).toEqual([]);
    expect(world.health()).toMatchObject({ inHand: 0, refused: new Map(), dropped: new Map() });
  });

  it("an hour's outage leaves no gap, and the backlog comes without a burst", async () => {
    await using world = await openChain();
    world.chain.start();
    await world.live(2 * 60_000);
    world.fake.faults.plan({ kind: "status", status: 503 });
    await world.live(60 * 60_000);
    world.fake.faults.clear();
    const backMs = world.clock.now();
    await world.live(3 * 60_000);
    const minutes = world.minutesOf("container.cpu.web.usage");
    const first = minutes[0] ?? 0;
    expect(minutes.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: minutes.length }, (_, place) => first + place),
    );
    expect(minutes.length).toBeGreaterThanOrEqual(63);
    const seconds = Map.groupBy(
      world.posts().filter(({ atMs }) => atMs >= backMs),
      ({ atMs }) => Math.floor(atMs / 1000),
    );
    expect(Math.max(...[...seconds.values()].map((own) => own.length))).toBeLessThanOrEqual(2);
    expect(world.health()).toMatchObject({ inHand: 0, refused: new Map(), dropped: new Map() });
  }, 60_000);

  it("the last values go out before the host is retired", async () => {
    await using world = await openChain();
    world.chain.start();
    await world.live(30_000);
    world.chain.publish(fargateScene(world.clock.now()));
    const lastSecond = Math.floor((world.clock.now() - 1500) / 1000);
    const drained = world.chain.drain(10_000);
    for (let round = 0; round < 20; round += 1) {
      await world.settled();
      await world.clock.advance(200);
    }
    await drained;
    const [host] = world.hosts();
    const values = world.fake.state.hostValues.get(host?.id ?? "")?.get("container.memory.web.usage");
    expect([...(values?.values() ?? [])].at(-1)?.time).toBe(lastSecond);
    expect(host?.isRetired).toBe(true);
    expect(world.fake.state.refusals).toEqual([]);
  });
});
