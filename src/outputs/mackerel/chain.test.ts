import { describe, expect, it } from "vitest";
import { openWorld, type WorldOptions } from "../../../test/fakes/mackerel/output-world.ts";
import { openMemoryBuffer } from "../../delivery/buffers/memory.ts";
import { openDelivery } from "../../delivery/delivery.ts";
import { containerResource, taskResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { hashing } from "../../platform/hashing.ts";
import { zstd } from "../../platform/zstd.ts";
import { mackerelConfig } from "./config.ts";
import { limitsOf } from "./limits.ts";
import { noonMs } from "./test/samples.ts";
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
    outputs: [
      { name: "mackerel", output: world.output, limits: limitsOf(mackerelConfig.parse({ timeoutMs: 30_000 })) },
    ],
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

const hash = (text: string): string => hashing.sha256(text).toHex();

/** The same of another task. */
const ofTask = (entry: Entry, id: string): Entry => {
  const { resource } = entry;
  if (resource.scope !== "task" && resource.scope !== "container") return entry;
  const { task } = resource;
  if (task === undefined) return entry;
  const arn = `${task.arn.slice(0, task.arn.lastIndexOf("/"))}/${id}`;
  const other = { ...task, id, arn };
  return {
    ...entry,
    resource:
      resource.scope === "task"
        ? taskResource(other)
        : containerResource(
            { ...resource.container, id: hash(`${id} ${resource.container.name}`), imageId: hash(id) },
            other,
          ),
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

/** Figures as odd as real ones, so that a record is as large as a real one. */
const odd = (entry: Entry, nth: number): Entry => ({
  ...entry,
  points: entry.points.map((point, place) =>
    point.metric === "container.cpu.usage" || point.value <= 2
      ? point
      : { ...point, value: point.value * (2 + Math.sin(nth * 31 + place)), sinceMs: noonMs - nth * 7919 - place },
  ),
});

/** A full instance: a hundred tasks with two containers each. */
const crowd = (takenAtMs: number): Snapshot => {
  const scene = fargateScene(takenAtMs);
  const tasks = Array.from({ length: 100 }, (_, nth) => hash(`${nth}`).slice(0, 32));
  const entries = tasks.flatMap((id, nth) => scene.entries.map((entry) => ofTask(odd(entry, nth), id)));
  return { ...scene, form: "daemon", entries };
};

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

  it("there is one post a minute for a daemon of two hundred containers too", async () => {
    await using world = await openChain({ place: { form: "daemon" } });
    world.chain.start();
    await world.live(4 * 60_000, crowd);
    expect(world.hosts()).toHaveLength(100);
    const minutes = Map.groupBy(world.posts(), ({ atMs }) => Math.floor(atMs / 60_000));
    // What there is at the start goes out at once, and is no minute's.
    expect([...minutes.values()].map((own) => own.length)).toEqual([2, 1, 1, 1]);
    const [host] = world.hosts();
    const cpu = world.fake.state.hostValues.get(host?.id ?? "")?.get("container.cpu.web.usage");
    // Means over six collections each, not of those that happened to be looked at together.
    expect([...(cpu?.values() ?? [])].slice(-2).map(({ value }) => value)).toEqual([21.5, 27.5]);
    expect(world.health()).toMatchObject({ inHand: 0, refused: new Map(), dropped: new Map() });
  }, 60_000);

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
