import { describe, expect, it } from "vitest";
import { outputs } from "../../src/outputs/registry.ts";
import { shapes } from "../../src/simulate/shapes/shape.ts";
import { type Moment, ofContainer, ofTask } from "./expected.ts";
import { type Meaning, meaningOf, type Reading } from "./reading.ts";
import { type ReadBack, readBacks } from "./receivers.ts";
import { type Watched, type WatchOptions, watch } from "./watch.ts";
import { type LoadedTask, orders, shop } from "./workload.ts";

interface World extends Pick<WatchOptions, "shape" | "form"> {
  readonly tasks: readonly LoadedTask[];
}

const worlds: readonly World[] = [
  { shape: "fargate", form: "sidecar", tasks: [shop] },
  { shape: "fargate-v2", form: "sidecar", tasks: [shop] },
  { shape: "ec2-bridge", form: "sidecar", tasks: [shop] },
  { shape: "managed-daemon", form: "managed-daemon", tasks: [shop, orders] },
];

const expectedOf = (world: World, reading: Reading, { quantity }: Meaning, startedMs: number): number | undefined => {
  const task = world.tasks.find(({ family }) => family === reading.family);
  if (task === undefined) return undefined;
  const moment: Moment = { shape: world.shape, startedMs, atMs: reading.atMs };
  if (reading.container === undefined) return ofTask(task, quantity, moment);
  const container = task.containers.find(({ name }) => name === reading.container);
  return container === undefined ? undefined : ofContainer(task, container, quantity, moment);
};

/** Floating point apart, to nine digits. */
const agree = (value: number, expected: number): boolean =>
  Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected));

/** Everything that a back end is to be told, as owner and name. */
const wanted = ({ shape: name, tasks }: World, { names }: ReadBack): readonly string[] => {
  const { networkMode, launchType } = shapes[name];
  const network = networkMode === "awsvpc" ? "task" : "container";
  const told = Object.entries(names).filter(
    ([, meaning]) =>
      (meaning.network === undefined || meaning.network === network) &&
      (meaning.launchType === undefined || (meaning.launchType === "FARGATE") === (launchType === "FARGATE")),
  );
  return tasks.flatMap(({ family, containers }) =>
    told.flatMap(([text, { of }]) =>
      of === "task" ? [`${family}: ${text}`] : containers.map((container) => `${family}/${container.name}: ${text}`),
    ),
  );
};

const ownerOf = ({ family, container }: Reading): string =>
  container === undefined ? `${family}: task` : `${family}/${container}: container`;

it("reads every output back", () => {
  const compared = new Set(readBacks.map(({ output }) => output));
  expect(outputs.map(({ name }) => name).filter((name) => !compared.has(name))).toEqual([]);
});

describe.each(worlds)("$shape", (world) => {
  let watched: Promise<Watched> | undefined;

  it.each(readBacks)("$output, $variant: every figure is what the workload did", async (readBack) => {
    watched ??= watch(world);
    const seen = await watched;
    const told = new Set<string>();
    const wrong: string[] = [];
    for (const reading of readBack.read(seen)) {
      const meaning = meaningOf(readBack.names, reading);
      if (meaning === undefined) continue;
      const expected = expectedOf(world, reading, meaning, seen.startedMs);
      if (expected === undefined) continue;
      const owner = `${ownerOf(reading)} ${reading.name}`;
      told.add(owner);
      const value = reading.value / meaning.times;
      if (!agree(value, expected)) wrong.push(`${owner} at ${reading.atMs}: ${value} is not ${expected}`);
    }
    expect(wrong).toEqual([]);
    expect(wanted(world, readBack).filter((owner) => !told.has(owner))).toEqual([]);
  });
});
