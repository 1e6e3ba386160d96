import { z } from "zod";

/** Something the receiver does instead of answering rightly. */
export const faultSchema = z.strictObject({
  /**
   * answer: `status`, `headers` and `body`; html: a page with 200; empty: 200 and nothing; lie: the best answer, and nothing
   * is kept; cut: the right answer, broken off; reset: the connection is torn down; silence: no answer ever.
   */
  kind: z.enum(["answer", "html", "empty", "lie", "cut", "reset", "silence"]),
  status: z.int().min(200).max(599).default(503),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default("a fault on request"),
  /** How many requests meet it; without end when left out. */
  times: z.int().positive().optional(),
});

export type Fault = z.output<typeof faultSchema>;

/** The faults that are planned. */
export interface FaultPlan {
  add(fault: z.input<typeof faultSchema>): void;
  clear(): void;
  /** The first one, once less to come. */
  next(): Fault | undefined;
}

export const openFaultPlan = (): FaultPlan => {
  let planned: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      const parsed = faultSchema.parse(fault);
      planned.push({ fault: parsed, left: parsed.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      planned = [];
    },
    next: () => {
      const [first] = planned;
      if (first === undefined) return undefined;
      first.left -= 1;
      planned = planned.filter(({ left }) => left > 0);
      return first.fault;
    },
  };
};
