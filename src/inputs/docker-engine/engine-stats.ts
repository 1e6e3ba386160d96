import { parseContainerStats } from "../../formats/docker-stats/stats.ts";
import { type ApiVersion, apiVersion, atLeast } from "./api-version.ts";
import type { EngineClient } from "./client.ts";
import { inFlight } from "./in-flight.ts";
import type { Attempt, StatsPath } from "./stats-source.ts";

/** From here on `one-shot` gives a sample without a second one to compare it with. */
const oneShotFrom = apiVersion(1, 41);

/**
 * Docker 25. From here on a one-shot reads the container's figures at once (about 2 ms). Before, every answer waits for
 * the engine's collector, which comes round once a second and then serves all who wait, however many they are.
 */
const directFrom = apiVersion(1, 44);

export interface EngineStatsOptions {
  readonly client: EngineClient;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** The same before Docker 25. */
  readonly batchConcurrency: number;
}

const queryFor = (version: ApiVersion): Readonly<Record<string, string>> =>
  atLeast(version, oneShotFrom) ? { stream: "false", "one-shot": "true" } : { stream: "false" };

/** Statistics from the engine's own /containers/ID/stats. */
export const engineStats = ({ client, concurrency, batchConcurrency }: EngineStatsOptions): StatsPath => {
  const sampleOne = async (
    id: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Attempt> => {
    const answer = await client.get(`/containers/${id}/stats`, query, signal);
    if (answer.ok) {
      const stats = parseContainerStats(answer.value);
      return stats === undefined ? { ok: false, why: "none" } : { ok: true, stats };
    }
    return answer.gone ? { ok: false, why: "gone" } : { ok: false, why: "failed", problem: answer.problem };
  };

  return {
    name: "docker-stats",
    sample: async (targets, signal) => {
      const results = new Map<string, Attempt>(targets.map(({ id }) => [id, { ok: false, why: "late" }]));
      const version = await client.version(signal);
      if (!version.ok) {
        for (const { id } of targets) results.set(id, { ok: false, why: "failed", problem: version.problem });
        return results;
      }
      const query = queryFor(version.value);
      const limit = atLeast(version.value, directFrom) ? concurrency : batchConcurrency;
      await inFlight(
        targets,
        limit,
        () => !signal.aborted,
        async ({ id }) => {
          results.set(id, await sampleOne(id, query, signal));
        },
      );
      return results;
    },
  };
};
