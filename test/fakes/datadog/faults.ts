import { z } from "zod";

/** How the intake misbehaves. */
export const faultSchema = z.strictObject({
  kind: z.literal([
    /** Answers with `status`, `headers` and `body`. */
    "answer",
    /** A login page of some proxy, with status 200. */
    "html",
    /** Status 200 and nothing. */
    "empty",
    /** 202 as if all were well, and keeps nothing. */
    "lie",
    /** Keeps what came, but the answer breaks off. */
    "cut",
    /** Closes the connection without an answer. */
    "reset",
    /** Never answers. */
    "silence",
    /** 400 for every request that has `word` in its body. */
    "poison",
    /** Answers well, but by a clock that is `aheadMs` ahead of the true one. */
    "clock",
  ]),
  status: z.int().min(200).max(599).default(503),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default('{"errors":["a fault on request"]}'),
  word: z.string().min(1).default("poison"),
  aheadMs: z.number().default(0),
  /** Only calls whose path begins so. */
  path: z.string().default("/api/"),
  /** How many requests meet it; without end when left out. */
  times: z.int().positive().optional(),
});

export type Fault = z.output<typeof faultSchema>;

/** The faults that stand. */
export interface Faults {
  /** Added to those there are; the one that was first goes first. */
  add(fault: z.input<typeof faultSchema>): void;
  clear(): void;
  /** The one that a request meets, which counts as met. */
  meet(path: string, body: string): Fault | undefined;
  /** How far the clock is ahead, in ms. */
  aheadMs(): number;
}

interface Standing {
  readonly fault: Fault;
  met: number;
}

export const openFaults = (): Faults => {
  let standing: readonly Standing[] = [];
  const isOver = ({ fault: { times }, met }: Standing): boolean => times !== undefined && met >= times;
  return {
    add: (fault) => {
      standing = [...standing, { fault: faultSchema.parse(fault), met: 0 }];
    },
    clear: () => {
      standing = [];
    },
    meet: (path, body) => {
      const found = standing.find(
        (one) =>
          one.fault.kind !== "clock" &&
          !isOver(one) &&
          path.startsWith(one.fault.path) &&
          (one.fault.kind !== "poison" || body.includes(one.fault.word)),
      );
      if (found !== undefined) found.met += 1;
      return found?.fault;
    },
    aheadMs: () => standing.find(({ fault }) => fault.kind === "clock")?.fault.aheadMs ?? 0,
  };
};
