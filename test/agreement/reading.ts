import type { Quantity } from "./expected.ts";

/** A figure as a receiver keeps it: under the back end's own name, in its own unit. */
export interface Reading {
  readonly name: string;
  readonly family: string;
  /** Absent: of the whole task. */
  readonly container?: string | undefined;
  readonly value: number;
  /** Milliseconds since the epoch, as far as the receiver has them. */
  readonly atMs: number;
}

/** What a name of a back end means. */
export interface Meaning {
  readonly of: "task" | "container";
  readonly quantity: Quantity;
  /** How many of the back end's units one base unit is: 100 for percent. */
  readonly times: number;
  /** Told in one kind of network only, where the interface is the task's or each container's own. */
  readonly network?: "task" | "container";
  /** Told by one launch type only. */
  readonly launchType?: string;
}

/** By scope and name: `task docker.net.bytes_rcvd`. */
export type Meanings = Readonly<Record<string, Meaning>>;

export const meaningOf = (meanings: Meanings, { name, container }: Reading): Meaning | undefined =>
  meanings[`${container === undefined ? "task" : "container"} ${name}`];

type Row = readonly [name: string, quantity: Quantity, times?: number];

const meaningsOf = (of: Meaning["of"], rows: readonly Row[], more: Partial<Meaning> = {}): Meanings =>
  Object.fromEntries(rows.map(([name, quantity, times = 1]) => [`${of} ${name}`, { of, quantity, times, ...more }]));

export const ofContainers = (rows: readonly Row[], more?: Partial<Meaning>): Meanings =>
  meaningsOf("container", rows, more);
export const ofTasks = (rows: readonly Row[], more?: Partial<Meaning>): Meanings => meaningsOf("task", rows, more);
