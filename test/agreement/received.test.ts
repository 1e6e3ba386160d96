import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningReceiver, receivers, startReceivers } from "../fakes/receivers.ts";
import { agree, type Figure, figuresOf, missingOf, worlds, wrongOf } from "./compare.ts";
import { type Delivered, deliver } from "./deliver.ts";
import { storeReaders } from "./stores.ts";
import { ageMs } from "./watch.ts";

/** In the past of the receivers, which have the machine's time. */
const agoMs = 5 * 60_000;

/** Of an output that has several sets of names, all. */
const everything: Readonly<Record<string, object>> = {
  datadog: { dialects: ["docker", "ecs.fargate", "container", "taskvitals"] },
};

/** What does not change while the scripts run: back ends that keep other moments can be compared in it. */
const isSteady = ({ quantity }: Figure): boolean =>
  !["cpu time", "received", "sent", "read", "written"].includes(quantity);

it("every stand-in is read", () => {
  expect(storeReaders.map(({ output }) => output).sort()).toEqual(Object.keys(receivers).sort());
});

describe.each(worlds)("$shape", (world) => {
  const stack = new AsyncDisposableStack();
  let running: ReadonlyMap<string, RunningReceiver>;
  let delivered: Delivered;
  afterAll(() => stack.disposeAsync());
  beforeAll(async () => {
    running = await startReceivers(Object.keys(receivers), 0);
    for (const receiver of running.values()) stack.use(receiver);
    const outputs = Object.fromEntries(
      [...running].map(([name, { settings }]) => [name, { ...settings, ...everything[name] }]),
    );
    delivered = stack.use(await deliver({ ...world, startedMs: Date.now() - agoMs - ageMs, outputs }));
  }, 180_000);

  const figuresIn = async (output: string): Promise<readonly Figure[]> => {
    const reader = storeReaders.find((one) => one.output === output);
    const state = running.get(output)?.state;
    if (reader === undefined || state === undefined) throw new Error(`Nobody reads ${output}`);
    return figuresOf(world, reader.names, await reader.read(state), delivered.startedMs);
  };

  it.each(storeReaders)("$output has what the workload did", async ({ output, names }) => {
    const figures = await figuresIn(output);
    expect(wrongOf(figures)).toEqual([]);
    expect(missingOf(world, names, figures)).toEqual([]);
    expect(delivered.health().find(({ name }) => name === output)).toMatchObject({
      inHand: 0,
      returned: 0,
      dropped: new Map(),
      refused: new Map(),
      lostPoints: new Map(),
      queue: { records: 0 },
      problems: [],
    });
  });

  it("they agree with each other", async () => {
    const bySubject = new Map<string, { readonly output: string; readonly value: number }[]>();
    for (const { output } of storeReaders) {
      for (const figure of (await figuresIn(output)).filter(isSteady)) {
        const { subject, value } = figure;
        bySubject.set(subject, [...(bySubject.get(subject) ?? []), { output, value }]);
      }
    }
    const apart = [...bySubject].filter(([, [first, ...more]]) =>
      more.some(({ value }) => first !== undefined && !agree(value, first.value)),
    );
    expect(apart).toEqual([]);
    const together = [...bySubject.values()].map((all) => new Set(all.map(({ output }) => output)).size);
    expect(Math.max(...together)).toBe(storeReaders.length);
    expect(together.filter((count) => count > 1).length).toBeGreaterThan(15);
  });
});
