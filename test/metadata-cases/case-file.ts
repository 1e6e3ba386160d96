import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { Fault } from "../../src/simulate/faults.ts";
import type { TaskPlan } from "../../src/simulate/plan.ts";
import { type Shape, shapes } from "../../src/simulate/shapes/shape.ts";

/** Changes to documents before they are sent, as JSON merge patches (RFC 7396: null takes a key away). */
const patches = {
  /** The task document, or every element of `/tasks`. */
  task: z.unknown().optional(),
  /** Containers of the task document by name. */
  containers: z.record(z.string(), z.unknown()).default({}),
  /** Statistics by name of the container. Text, a number or a list replaces the whole. */
  stats: z.record(z.string(), z.unknown()).default({}),
};

const reply = z.strictObject({
  status: z.int().default(200),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
  /** No reply at all. */
  fail: z.enum(["refused", "reset", "timeout"]).optional(),
  /** For so many requests of the step; then the endpoint itself answers. */
  times: z.int().default(1000),
});

const step = z.strictObject({
  /** Seconds since the task started. */
  at: z.number(),
  ...patches,
  /** Replies in place of the endpoint's, by path after the base address; "" is the base itself, "*" everything. */
  replies: z.record(z.string(), reply).default({}),
  /** Set on the simulated endpoint before the collection; they stay. */
  faults: z.array(z.custom<Fault>()).default([]),
});

const shapeName = z.custom<keyof typeof shapes>((name) => typeof name === "string" && name in shapes);

const caseSchema = z.strictObject({
  about: z.string(),
  shape: shapeName,
  /** Differences from the shape of that name. */
  but: z.custom<Partial<Shape>>(() => true).default({}),
  endpoint: z.enum(["v4", "v3", "v2"]).default("v4"),
  /** Configuration of the input. */
  config: z.record(z.string(), z.unknown()).default({}),
  /** The tasks; cases/plan.yaml unless said. */
  tasks: z.array(z.custom<TaskPlan>()).optional(),
  /** Text files of the agent's container, and sizes of its file systems in bytes. */
  files: z.record(z.string(), z.string()).default({}),
  fileSystems: z.record(z.string(), z.strictObject({ size: z.number(), used: z.number() })).default({}),
  ...patches,
  /** Only these metrics are written down: beginnings of their ids; a whole id ends in $. */
  show: z.array(z.string()).default([""]),
  steps: z.array(step).min(1),
});

export type Case = z.infer<typeof caseSchema>;
export type Step = z.infer<typeof step>;
export type Patches = Pick<Case, "task" | "containers" | "stats">;

export const readCase = async (path: string): Promise<Case> => caseSchema.parse(parse(await readFile(path, "utf8")));

export const readPlan = async (path: string): Promise<TaskPlan> =>
  z.custom<TaskPlan>().parse(parse(await readFile(path, "utf8")));
