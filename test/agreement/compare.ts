import { shapes } from "../../src/simulate/shapes/shape.ts";
import { type Moment, ofContainer, ofTask, type Quantity } from "./expected.ts";
import { type Meaning, type Meanings, meaningOf, type Reading } from "./reading.ts";
import type { WatchOptions } from "./watch.ts";
import { type LoadedTask, orders, shop } from "./workload.ts";

export interface World extends Pick<WatchOptions, "shape" | "form"> {
  readonly tasks: readonly LoadedTask[];
}

export const worlds: readonly World[] = [
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

/** Everything that a back end is to be told, as owner and name. */
const wanted = ({ shape: name, tasks }: World, names: Meanings): readonly string[] => {
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

/** A reading in base units, and what the workload did. */
export interface Figure {
  /** Owner and the back end's name. */
  readonly name: string;
  /** Owner and quantity: what back ends have in common. */
  readonly subject: string;
  readonly quantity: Quantity;
  readonly atMs: number;
  readonly value: number;
  readonly expected: number;
}

/** Those readings whose names mean something that can be worked out. */
export const figuresOf = (
  world: World,
  names: Meanings,
  readings: readonly Reading[],
  startedMs: number,
): readonly Figure[] =>
  readings.flatMap((reading) => {
    const meaning = meaningOf(names, reading);
    if (meaning === undefined) return [];
    const expected = expectedOf(world, reading, meaning, startedMs);
    if (expected === undefined) return [];
    const { quantity, times } = meaning;
    const owner = ownerOf(reading);
    const subject = `${owner} ${quantity}`;
    const { atMs, value, name } = reading;
    return [{ name: `${owner} ${name}`, subject, quantity, atMs, value: value / times, expected }];
  });

/** Floating point apart, to nine digits. */
export const agree = (value: number, expected: number): boolean =>
  Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected));

/** Figures that are not what the workload did, in words. */
export const wrongOf = (figures: readonly Figure[]): readonly string[] =>
  figures
    .filter(({ value, expected }) => !agree(value, expected))
    .map(({ name, atMs, value, expected }) => `${name} at ${atMs}: ${value} is not ${expected}`);

/** What a back end was to be told, and was not. */
export const missingOf = (world: World, names: Meanings, figures: readonly Figure[]): readonly string[] => {
  const told = new Set(figures.map(({ name }) => name));
  return wanted(world, names).filter((owner) => !told.has(owner));
};
