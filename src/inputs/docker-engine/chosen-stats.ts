import type { Problem } from "../../problems/problem.ts";
import type { Attempt, Route, Sampled, StatsPath, StatsPathName, StatsSource, StatsTarget } from "./stats-source.ts";

const titles: Readonly<Record<StatsPathName, string>> = {
  "host-files": "the host's files",
  "task-metadata": "the task's metadata endpoint",
  "docker-stats": "the engine's statistics",
};

/** What came before the way that led to a container. */
interface Detour {
  readonly reasons: string[];
  problem: Problem | undefined;
}

/** As a sentence. */
const told = (reasons: readonly string[]): string => {
  const text = reasons.join("; ");
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

const routeOf = (path: StatsPathName, { reasons, problem }: Detour): Route => ({
  path,
  why: told(reasons),
  ...(problem === undefined ? {} : { problem }),
});

/** Tries the ways one after the other, each with the containers that those before it did not lead to. */
export const chosenStats = (paths: readonly StatsPath[]): StatsSource => ({
  sample: async (targets, signal) => {
    const results = new Map<string, Sampled>(targets.map(({ id }) => [id, { ok: false, why: "late" }]));
    const detours = new Map<string, Detour>(targets.map(({ id }) => [id, { reasons: [], problem: undefined }]));

    /** Whether a way led to the container. */
    const take = (path: StatsPathName, { id }: StatsTarget, attempt: Attempt): boolean => {
      const detour = detours.get(id);
      if (detour === undefined) return true;
      if (attempt.ok) results.set(id, { ...attempt, route: routeOf(path, detour) });
      else if (attempt.why === "out-of-reach") {
        detour.reasons.push(`${titles[path]}: ${attempt.reason}`);
        detour.problem ??= attempt.problem;
        results.set(id, { ok: false, why: "none" });
        return false;
      } else results.set(id, attempt);
      return true;
    };

    let left = targets;
    for (const path of paths) {
      if (left.length === 0) break;
      const attempts = await path.sample(left, signal);
      left = left.filter((target) => !take(path.name, target, attempts.get(target.id) ?? { ok: false, why: "late" }));
    }
    return results;
  },
});
