import { z } from "zod";

/** Something the fake does instead of answering rightly, to requests that match, so many times. */
export const faultSchema = z.strictObject({
  /** `POST /api/v0/tsdb`, or the beginning of it; every request of the API when left out. */
  match: z.string().default(""),
  /** How often; without end when left out. */
  times: z.int().positive().optional(),
  /**
   * status: this status with Mackerel's error body; html: a page with 200; empty: 200 and nothing; cut: the right
   * answer, broken off; silence: no answer ever; reset: the connection is torn down; lie: 200, and nothing was done.
   */
  kind: z.enum(["status", "html", "empty", "cut", "silence", "reset", "lie"]),
  status: z.int().min(100).max(599).default(503),
  headers: z.record(z.string(), z.string()).default({}),
  message: z.string().default("fault on request"),
});

export type Fault = z.output<typeof faultSchema>;

export interface FaultBoard {
  plan(fault: z.input<typeof faultSchema>): void;
  clear(): void;
  /** The first that matches, once less to come. */
  next(method: string, path: string): Fault | undefined;
}

export const openFaultBoard = (): FaultBoard => {
  let planned: { readonly fault: Fault; left: number }[] = [];
  return {
    plan: (fault) => {
      const parsed = faultSchema.parse(fault);
      planned.push({ fault: parsed, left: parsed.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      planned = [];
    },
    next: (method, path) => {
      const found = planned.find(({ fault }) => `${method} ${path}`.startsWith(fault.match));
      if (found === undefined) return undefined;
      found.left -= 1;
      planned = planned.filter(({ left }) => left > 0);
      return found.fault;
    },
  };
};
