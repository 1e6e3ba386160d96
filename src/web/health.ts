import type { Snapshot } from "../model/snapshot.ts";
import type { Route } from "./server.ts";

export interface HealthOptions {
  current(): Snapshot;
  /** Codes of the troubles of the severity error that last now. */
  errors(): readonly string[];
}

/**
 * `/healthz`: 200 as long as the agent runs. What fails is in the body and in the metrics, not in the status: ECS would kill
 * the task for it (and on Managed Instances the instance), and nothing would be mended.
 */
export const healthRoute = ({ current, errors }: HealthOptions): Route => ({
  path: "/healthz",
  description: "200 while the agent runs, with the state of each input and what is wrong",
  answer: () => {
    const inputs = Object.fromEntries(
      current().inputs.map(({ name, up }) => [name, up === undefined ? "starting" : up ? "up" : "down"]),
    );
    const problems = [...new Set(errors())].sort();
    const status = problems.length === 0 ? "ok" : "degraded";
    return {
      status: 200,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
      body: `${JSON.stringify({ status, inputs, problems })}\n`,
    };
  },
});
