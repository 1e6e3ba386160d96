import type { EngineAnswer, EngineClient } from "./client.ts";
import { unexpectedProblem } from "./engine-problem.ts";
import { type ListedContainer, parseListing } from "./listing.ts";

/** @param labels only containers with all of these */
export const listContainers = async (
  client: EngineClient,
  labels: readonly string[],
  signal: AbortSignal,
): Promise<EngineAnswer<readonly ListedContainer[]>> => {
  const filters: Record<string, string> = labels.length === 0 ? {} : { filters: JSON.stringify({ label: labels }) };
  const answer = await client.get("/containers/json", { all: "1", ...filters }, signal);
  if (!answer.ok) return answer;
  const listed = parseListing(answer.value);
  return listed === undefined
    ? { ok: false, problem: unexpectedProblem(client.shown, "/containers/json") }
    : { ok: true, value: listed };
};
