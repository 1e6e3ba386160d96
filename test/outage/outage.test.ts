import { describe, expect, it } from "vitest";
import { datadog } from "../../src/outputs/datadog/index.ts";
import { elasticsearch } from "../../src/outputs/elasticsearch/index.ts";
import { mackerel } from "../../src/outputs/mackerel/index.ts";
import { openDatadogBackEnd } from "../fakes/datadog/back-end.ts";
import { openElasticsearchBackEnd } from "../fakes/elasticsearch/back-end.ts";
import { usualKey } from "../fakes/mackerel/api.ts";
import { openMackerelBackEnd } from "../fakes/mackerel/back-end.ts";
import { type OutageWorld, openOutageWorld, type Received, type Subject } from "./world.ts";

const minute = 60_000;
const hour = 60 * minute;
const beforeMs = 10 * minute;
const afterMs = 30 * minute;
const startMs = Date.UTC(2026, 0, 1);

const subjects: readonly Subject[] = [
  { definition: datadog, config: { apiKey: "0123456789abcdef0123456789abcdef" }, openBackEnd: openDatadogBackEnd },
  {
    definition: mackerel,
    // No check reports: of those that say the same, a backlog has only the first and the last.
    config: { apiKey: usualKey, serviceMetrics: { service: "shop" }, checks: [] },
    openBackEnd: (nowMs) => openMackerelBackEnd({ nowMs }),
    // Mackerel keeps one value a minute; which second of it stands for it may differ.
    keyOf: (item) => item.replace(/\d+$/, (seconds) => `${Number(seconds) - (Number(seconds) % 60)}`),
  },
  {
    definition: elasticsearch,
    config: { hosts: ["http://elasticsearch:9200"], compression: "none" },
    openBackEnd: () => openElasticsearchBackEnd({}),
  },
];
const names = subjects.map(({ definition }) => definition.name);

/** Wall clock, in ms: every item ends with its time. */
const timeOf = (item: string): number => Number(/(\d{10})$/.exec(item)?.[1]) * 1000;

const run = async (down: string | undefined): Promise<OutageWorld> => {
  const world = openOutageWorld(subjects);
  await world.live(beforeMs);
  world.setDown(down);
  await world.live(hour);
  world.setDown(undefined);
  await world.live(afterMs);
  // The last minute of the one that sends once a minute.
  await world.clock.advance(2 * minute);
  return world;
};

const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** The same life without an outage: what everybody gets, and when. */
const undisturbed = once(() => run(undefined));

const mostWithin = (timesMs: readonly number[], ms: number): number =>
  Math.max(...timesMs.map((atMs, place) => timesMs.slice(0, place + 1).filter((other) => other > atMs - ms).length));

/** When the last item of the outage came. */
const caughtUpMs = ({ items }: Received): number =>
  Math.max(...[...items].filter(([item]) => timeOf(item) < startMs + beforeMs + hour).map(([, atMs]) => atMs));

describe.each(names)("an hour without %s", (down) => {
  const disturbed = once(() => run(down));

  it.each(names.filter((name) => name !== down))("%s gets the same, at the very same time", async (name) => {
    const [calm, world] = [await undisturbed(), await disturbed()];
    expect([...world.received(name).items]).toEqual([...calm.received(name).items]);
    expect(world.received(name).items.size).toBeGreaterThan(1000);
    expect(world.received(name).refusals).toEqual([]);
    expect(world.health(name)).toMatchObject({ circuit: "closed", retried: 0, dropped: new Map(), problems: [] });
  });

  it("nothing is lost but what has become older than the back end takes, to the item", async () => {
    const [calm, world] = [await undisturbed(), await disturbed()];
    const received = world.received(down);
    const missing = [...calm.received(down).items.keys()].filter((item) => !received.items.has(item));
    const { items, delivered, dropped, lostPoints, refused, inHand, queue } = world.health(down);
    expect({ refused, lostPoints, inHand, records: queue.records }).toEqual({
      refused: new Map(),
      lostPoints: new Map(),
      inHand: 0,
      records: 0,
    });
    expect([...dropped]).toEqual(missing.length === 0 ? [] : [["too-old", missing.length]]);
    expect(items).toBe(delivered + missing.length);
    const endMs = startMs + caughtUpMs(received);
    const isCheck = (item: string): boolean => item.startsWith("fargate_check") || item.startsWith("docker.");
    // Datadog takes an hour, of checks ten minutes; the others a day.
    for (const item of missing) expect(endMs - timeOf(item)).toBeGreaterThan(isCheck(item) ? 10 * minute : hour);
    expect(missing.length > 0).toBe(down === "datadog");
  });

  it("is caught up with soon, and no faster than the back end allows", async () => {
    const world = await disturbed();
    const received = world.received(down);
    const allowed = world.limits.get(down)?.maxRequestsPerSecond ?? 0;
    expect(received.refusals).toEqual([]);
    expect(mostWithin(received.requestsMs, 1000)).toBeLessThanOrEqual(allowed);
    // A failed try is followed by the next within five minutes.
    expect(caughtUpMs(received) - beforeMs - hour).toBeLessThan(10 * minute);
  });
});
