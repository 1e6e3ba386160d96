import { z } from "zod";
import { waitFor } from "./wait.ts";

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Asks a server that understands Prometheus' query language. */
export interface Promql {
  /** An instant query, now. */
  readonly query: (promql: string) => Promise<readonly Sample[]>;
  /** The one value that the query has; rejects when there are none or several. */
  readonly one: (promql: string) => Promise<number>;
  /** Waits until the query has exactly one sample, which also `accept`s it. */
  readonly until: (promql: string, deadlineMs: number, accept?: (value: number) => boolean) => Promise<number>;
  /** Waits until the query has no samples. */
  readonly untilGone: (promql: string, deadlineMs: number) => Promise<void>;
  /** Every sample of the series of a range such as `metric[5m]`, as milliseconds and value; no staleness markers. */
  readonly range: (promql: string) => Promise<readonly SampledSeries[]>;
}

export interface SampledSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [atMs: number, value: number])[];
}

const metric = z.record(z.string(), z.string());
/** NaN is a value: VictoriaMetrics hands out staleness markers as such, where Prometheus leaves them out. */
const sample = z.tuple([z.number(), z.string().transform(Number)]);

const answer = z.object({
  status: z.literal("success"),
  data: z.discriminatedUnion("resultType", [
    z.object({ resultType: z.literal("vector"), result: z.array(z.object({ metric, value: sample })) }),
    z.object({ resultType: z.literal("matrix"), result: z.array(z.object({ metric, values: z.array(sample) })) }),
  ]),
});

type Data = z.output<typeof answer>["data"];

/** The body that a server answers to an instant query. */
type Ask = (promql: string) => Promise<string>;

/** Asks where the test can reach the server itself. */
const overHttp =
  (name: string, url: string): Ask =>
  async (promql) => {
    const body = new URLSearchParams({ query: promql });
    const response = await fetch(`${url}/api/v1/query`, { method: "POST", body, signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${response.status} for ${promql}: ${text}`);
    return text;
  };

export const openPromql = (name: string, url: string): Promql => openPromqlBy(name, overHttp(name, url));

export const openPromqlBy = (name: string, ask: Ask): Promql => {
  const dataOf = async (promql: string): Promise<Data> => answer.parse(JSON.parse(await ask(promql))).data;
  const query = async (promql: string): Promise<readonly Sample[]> => {
    const data = await dataOf(promql);
    if (data.resultType !== "vector") throw new Error(`${promql}: a ${data.resultType}`);
    return data.result.map((row) => ({ labels: row.metric, value: row.value[1] }));
  };
  const one = async (promql: string): Promise<number> => {
    const [first, ...more] = await query(promql);
    if (first === undefined || more.length > 0) {
      throw new Error(`${promql}: ${first === undefined ? "no sample" : `${more.length + 1} samples, not one`}`);
    }
    return first.value;
  };
  return {
    query,
    one,
    until: (promql, deadlineMs, accept = () => true) =>
      waitFor({
        what: `${name} has ${promql}`,
        deadlineMs,
        attempt: async () => {
          const value = await one(promql);
          if (!accept(value)) throw new Error(`it is ${value}`);
          return value;
        },
      }),
    untilGone: async (promql, deadlineMs) => {
      await waitFor({
        what: `${name} no longer has ${promql}`,
        deadlineMs,
        attempt: async () => ((await query(promql)).length === 0 ? true : undefined),
      });
    },
    range: async (promql) => {
      const data = await dataOf(promql);
      if (data.resultType !== "matrix") throw new Error(`${promql}: a ${data.resultType}`);
      return data.result.map((row) => ({
        labels: row.metric,
        samples: row.values
          .filter(([, value]) => !Number.isNaN(value))
          .map(([seconds, value]) => [Math.round(seconds * 1000), value]),
      }));
    },
  };
};
