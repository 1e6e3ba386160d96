import type { Snapshot } from "../model/snapshot.ts";
import type { Route } from "./server.ts";

/**
 * `/healthz`: 200 as long as the agent runs. A source that fails is in the body and in the metrics, not in the status:
 * ECS would kill the task for it, and nothing would be mended.
 */
export const healthRoute = (current: () => Snapshot): Route => ({
  path: "/healthz",
  description: "200 while the agent runs, with the state of each input",
  answer: () => {
    const inputs = Object.fromEntries(
      current().inputs.map(({ name, up }) => [name, up === undefined ? "starting" : up ? "up" : "down"]),
    );
    return {
      status: 200,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
      body: `${JSON.stringify({ status: "ok", inputs })}\n`,
    };
  },
});
