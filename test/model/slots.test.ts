import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openKeepsakes } from "../../src/app/keepsakes.ts";
import type { Discovery, Target } from "../../src/inputs/app-metrics/discover.ts";
import { type KeptSlots, openKeptSlots } from "../../src/inputs/app-metrics/kept-slots.ts";
import type { Keepsake } from "../../src/ports/keepsake.ts";
import { openFakeClock } from "../fake-clock.ts";
import { createFakeDisk } from "./fake-disk.ts";

const folder = "/kept";
const graceMs = 60_000;
const patienceMs = 3000;

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const target = (id: string): Target => ({
  id,
  name: id < "d" ? "web" : "db",
  wanted: {
    kind: "prometheus",
    from: "label",
    port: 80,
    scheme: "http",
    path: "/metrics",
    intervalMs: undefined,
    timeoutMs: undefined,
    include: [],
    exclude: [],
    name: undefined,
    tags: {},
    plugin: undefined,
  },
  seen: {
    container: { id, name: "web" },
    task: undefined,
    createdMs: undefined,
    networkMode: undefined,
    ports: [],
    addresses: [],
  },
  located: { ok: true, host: "127.0.0.1", port: 80, by: "published", containerPort: 80, hostPort: 80 },
});

const shown = (ids: readonly string[]): Discovery => ({ targets: ids.map(target), problems: [], asOfMs: 0 });

/** An agent that can end and begin again, on one disk. */
const openAgent = () => {
  const disk = createFakeDisk();
  const clock = openFakeClock();
  let keepsake: Keepsake;
  let slots: KeptSlots;
  const begin = async (): Promise<void> => {
    slots = openKeptSlots({ keepsake, clock, log: silent, graceMs });
    await slots.begin();
  };
  const start = async (): Promise<void> => {
    keepsake = openKeepsakes({ disk: disk.attach(), folder, leaves: true }).of("app-metrics");
    await begin();
  };
  return {
    disk,
    clock,
    start,
    restart: async (): Promise<void> => {
      disk.killProcess();
      await start();
    },
    crash: async (chance: () => number): Promise<void> => {
      disk.crashMachine(chance);
      await start();
    },
    reload: async (): Promise<void> => {
      slots.end();
      await begin();
    },
    /** One collection. */
    collect: async (ids: readonly string[]): Promise<Readonly<Record<string, number>>> => {
      const given = slots.of(shown(ids));
      await slots.keep();
      return Object.fromEntries(given ?? []);
    },
    sees: (discovery: Discovery) => slots.of(discovery),
    code: () => slots.trouble()?.code,
  };
};

describe("slots over restarts", () => {
  it("stay, also when the containers come in another order, and one has gone meanwhile", async () => {
    const agent = openAgent();
    await agent.start();
    await agent.collect(["c"]);
    expect(await agent.collect(["a", "b", "c", "d"])).toEqual({ a: 2, b: 3, c: 1, d: 1 });
    await agent.restart();
    expect(await agent.collect(["a", "b", "d"])).toEqual({ a: 2, b: 3, d: 1 });
    // What has left before the restart comes back to its own, too.
    await agent.restart();
    expect(await agent.collect(["a", "b", "c", "d"])).toEqual({ a: 2, b: 3, c: 1, d: 1 });
  });

  it("are not given up while nobody has looked yet", async () => {
    const agent = openAgent();
    await agent.start();
    await agent.collect(["c"]);
    await agent.collect(["a", "c"]);
    await agent.restart();
    expect(agent.sees({ targets: [], problems: [], asOfMs: undefined })).toEqual(new Map());
    await agent.clock.advance(2 * graceMs);
    expect(await agent.collect(["a", "c"])).toEqual({ a: 2, c: 1 });
  });

  it.each([
    ["is cut off", (text: string) => text.slice(0, -10)],
    ["is something else", () => "\u0000\u0001"],
    ["is another machine's", (text: string) => text.replaceAll('"id":"', '"id":"other-')],
    ["is gone", () => undefined],
  ])("are given anew when what was kept %s", async (_, harm) => {
    const agent = openAgent();
    await agent.start();
    await agent.collect(["c"]);
    expect(await agent.collect(["a", "c"])).toEqual({ a: 2, c: 1 });
    const path = `${folder}/app-metrics.kept`;
    const harmed = harm(new TextDecoder().decode(agent.disk.bytes(path)));
    if (harmed === undefined) agent.disk.vanish(path);
    else agent.disk.put(path, new TextEncoder().encode(harmed));
    await agent.restart();
    expect(await agent.collect(["a", "c"])).toEqual({ a: 1, c: 2 });
    await agent.restart();
    expect(await agent.collect(["c", "a"])).toEqual({ a: 1, c: 2 });
  });

  it("that two have in what was kept belong to the first of them", async () => {
    const agent = openAgent();
    const held = ["a", "b", "a"].map((id) => ({ id, name: "web", slot: 2 }));
    const text = JSON.stringify({ taskvitals: "slots", version: 1, held, former: held });
    agent.disk.put(`${folder}/app-metrics.kept`, new TextEncoder().encode(text));
    await agent.start();
    expect(await agent.collect(["b", "a"])).toEqual({ a: 2, b: 1 });
  });

  it("a disk that refuses is told while numbers could be exchanged, until it takes them", async () => {
    const agent = openAgent();
    await agent.start();
    agent.disk.refuse = (operation) => (operation === "makeFolder" ? "read-only" : undefined);
    await agent.collect(["a", "d"]);
    expect(agent.code()).toBeUndefined();
    await agent.collect(["a", "b", "d"]);
    expect(agent.code()).toBe("slots-not-kept");
    await agent.collect(["a", "b", "d"]);
    expect(agent.code()).toBe("slots-not-kept");
    agent.disk.refuse = () => undefined;
    await agent.collect(["a", "b", "d"]);
    expect(agent.code()).toBeUndefined();
    await agent.restart();
    expect(await agent.collect(["d", "b", "a"])).toEqual({ a: 1, b: 2, d: 1 });
  });

  it("a disk that does not answer holds nothing up for longer than the patience", async () => {
    const clock = openFakeClock();
    const never = new Promise<never>(() => {});
    const keepsake: Keepsake = { read: () => never, leave: () => never };
    const slots = openKeptSlots({ keepsake, clock, log: silent, graceMs });
    expect(slots.of(shown(["a"]))).toBeUndefined();
    const begun = slots.begin();
    await clock.advance(patienceMs);
    await begun;
    expect(slots.of(shown(["a"]))).toEqual(new Map([["a", 1]]));
    const kept = slots.keep();
    await clock.advance(patienceMs);
    await kept;
    expect(slots.trouble()).toBeUndefined();
    expect(clock.pending()).toEqual([]);
  });
});

const ids = ["a", "b", "c", "d", "e", "f"] as const;
const nothing = fc.record({ what: fc.constant("nothing"), chance: fc.constant(0) });
const something = fc.record({
  what: fc.constantFrom("restart", "crash", "reload", "refuse", "mend"),
  chance: fc.double({ min: 0, max: 1, noNaN: true }),
});
const turn = fc.record({
  event: fc.oneof(nothing, something),
  present: fc.shuffledSubarray([...ids]),
  passedMs: fc.nat({ max: 2 * graceMs }),
});

type Numbers = Readonly<Record<string, number>>;
interface Event {
  readonly what: string;
  readonly chance: number;
}

/** Lets it happen. True: what is known now is what the disk has. */
const happen = async (agent: ReturnType<typeof openAgent>, { what, chance }: Event): Promise<boolean> => {
  if (what === "refuse") agent.disk.refuse = (operation) => (operation === "write" ? "full" : undefined);
  if (what === "mend") agent.disk.refuse = () => undefined;
  if (what === "reload") await agent.reload();
  if (what === "restart") await agent.restart();
  if (what === "crash") await agent.crash(() => chance);
  return what === "restart" || what === "crash";
};

const expectUnique = (given: Numbers, present: readonly string[]): void => {
  expect(Object.keys(given).toSorted()).toEqual(present.toSorted());
  const numbers = Object.entries(given).map(([id, slot]) => `${target(id).name} ${slot}`);
  expect(new Set(numbers).size).toBe(numbers.length);
};

it("whoever stays keeps its slot: over a reload always, over a restart or a crash what the disk took last", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 2, maxLength: 20 }), async (turns) => {
      const agent = openAgent();
      await agent.start();
      let now: Numbers = {};
      let kept: Numbers = {};
      for (const { event, present, passedMs } of turns) {
        if (await happen(agent, event)) now = kept;
        await agent.clock.advance(passedMs);
        const given = await agent.collect(present);
        expectUnique(given, present);
        const stayed = Object.keys(now).filter((id) => id in given);
        expect(stayed.map((id) => [id, given[id]])).toEqual(stayed.map((id) => [id, now[id]]));
        now = given;
        if (agent.disk.refuse("write", folder) === undefined) kept = given;
      }
    }),
    { numRuns: 300 },
  );
});
