import type { ElasticSchema } from "../../catalogue/names/elastic-field.ts";

/** What documents say of their origin, and what goes into them. */
export interface DocumentSettings {
  readonly schema: ElasticSchema;
  readonly namespace: string;
  readonly agentName: string;
  readonly periodMs: number;
  readonly labels: "ecs" | "all";
  readonly internalContainers: "hide" | "show";
}

/** Version of the Elastic Common Schema that the documents follow. */
export const ecsVersion = "8.11.0";

/** Data stream of the `metricbeat` schema: found by `metricbeat-*`. */
export const metricbeatStream = "metricbeat-taskvitals";
