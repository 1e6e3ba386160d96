import type { Promql } from "./promql.ts";

/** Waits until the server has scraped a collection of the input's that began later than now, and succeeded. */
export const freshScrapeOf = (server: Pick<Promql, "until">, input: string) => async (): Promise<void> => {
  const now = Date.now() / 1000;
  await server.until(`taskvitals_input_last_success_timestamp_seconds{input="${input}"}`, (began) => began > now);
};
