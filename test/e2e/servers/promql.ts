import { z } from "zod";
import { patienceMs, waitFor } from "./wait.ts";

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Asks a server that understands Prometheus' query language. */
export interface Promql {
  /** An instant query: now, or as of the newest good scrape. */
  readonly query: (promql: string) => Promise<readonly Sample[]>;
  /** The one value that the query has; waits for it while there are none or several. */
  readonly one: (promql: string) => Promise<number>;
  /** Waits until the query has exactly one sample, which also `accept`s it. */
  readonly until: (promql: string, accept?: (value: number) => boolean) => Promise<number>;
  /** Waits until the query has no samples. */
  readonly untilGone: (promql: string) => Promise<void>;
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

/** The body that a server answers to an instant query, as of a time in seconds since the epoch; now when left out. */
type Ask = (promql: string, atSeconds?: number) => Promise<string>;

/** Asks where the test can reach the server itself. */
export const overHttp =
  (name: string, url: string): Ask =>
  async (promql, atSeconds) => {
    const body = new URLSearchParams({
      query: promql,
      ...(atSeconds === undefined ? {} : { time: String(atSeconds) }),
    });
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(`${url}/api/v1/query`, { method: "POST", body, signal });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${response.status} for ${promql}: ${text}`);
    return text;
  };

export const openPromql = (name: string, url: string, scraping?: string): Promql =>
  openPromqlBy(name, overHttp(name, url), scraping);

/**
 * @param scraping the job whose scrapes count. One that comes to nothing, since a machine stood still, takes all its series
 * away until the next: queries are as of the newest good one, and see what belongs together.
 */
export const openPromqlBy = (name: string, ask: Ask, scraping?: string): Promql => {
  const dataOf = async (promql: string, atSeconds?: number): Promise<Data> =>
    answer.parse(JSON.parse(await ask(promql, atSeconds))).data;
  const lastScrape = async (): Promise<number | undefined> => {
    if (scraping === undefined) return undefined;
    const data = await dataOf(`up{job="${scraping}"}[5m]`);
    const samples = data.resultType === "matrix" ? data.result.flatMap(({ values }) => values) : [];
    return samples.findLast(([, up]) => up === 1)?.[0];
  };
  const query = async (promql: string): Promise<readonly Sample[]> => {
    const data = await dataOf(promql, await lastScrape());
    if (data.resultType !== "vector") throw new Error(`${promql}: a ${data.resultType}`);
    return data.result.map((row) => ({ labels: row.metric, value: row.value[1] }));
  };
  const only = async (promql: string): Promise<number> => {
    const [first, ...more] = await query(promql);
    if (first === undefined || more.length > 0) {
      throw new Error(`${promql}: ${first === undefined ? "no sample" : `${more.length + 1} samples, not one`}`);
    }
    return first.value;
  };
  const until = (promql: string, accept: (value: number) => boolean = () => true): Promise<number> =>
    waitFor({
      what: `${name} has ${promql}`,
      attempt: async () => {
        const value = await only(promql);
        if (!accept(value)) throw new Error(`it is ${value}`);
        return value;
      },
    });
  return {
    query,
    one: (promql) => until(promql),
    until,
    untilGone: async (promql) => {
      await waitFor({
        what: `${name} no longer has ${promql}`,
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
