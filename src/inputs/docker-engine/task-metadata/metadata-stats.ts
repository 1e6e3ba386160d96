import { parseStats } from "../../../formats/task-metadata/stats-document.ts";
import { inFlight } from "../in-flight.ts";
import type { Attempt, StatsPath, StatsTarget } from "../stats-source.ts";
import type { MetadataClient } from "./metadata-client.ts";

const atOnce = 8;

const outOfReach = (reason: string): Attempt => ({ ok: false, why: "out-of-reach", reason });

/**
 * Figures from each task's own metadata endpoint, one question a task. The ECS agent answers from what it sampled for
 * itself, so that the engine has no work with it; counters go on through restarts by a restart policy.
 */
export const metadataStats = (client: MetadataClient): StatsPath => {
  const sampleTask = async (
    targets: readonly StatsTarget[],
    uri: string,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Attempt>> => {
    const answer = await client.get(uri, "/task/stats", signal);
    const samples = answer.ok ? parseStats(answer.value)?.samples : undefined;
    const silence = answer.ok ? "its answer is no statistics" : answer.why;
    return new Map(
      targets.map(({ id }) => {
        const stats = samples?.get(id);
        if (stats !== undefined) return [id, { ok: true, stats }];
        return [id, outOfReach(samples === undefined ? silence : "it has none of this container")];
      }),
    );
  };

  return {
    name: "task-metadata",
    sample: async (targets, signal) => {
      const results = new Map<string, Attempt>(targets.map(({ id }) => [id, { ok: false, why: "late" }]));
      const tasks = [...Map.groupBy(targets, ({ taskArn }) => taskArn)].flatMap(([arn, members]) => {
        const uri = members.map(({ whereabouts }) => whereabouts?.metadataUri).find((one) => one !== undefined);
        if (arn !== undefined && uri !== undefined) return [{ uri, members }];
        const why = arn === undefined ? "it is in no task" : "its environment names none";
        for (const { id } of members) results.set(id, outOfReach(why));
        return [];
      });
      await inFlight(
        tasks,
        atOnce,
        () => !signal.aborted,
        async ({ uri, members }) => {
          for (const [id, attempt] of await sampleTask(members, uri, signal)) results.set(id, attempt);
        },
      );
      return results;
    },
  };
};
