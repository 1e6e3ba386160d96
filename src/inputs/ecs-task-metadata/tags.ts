import { fieldsOf } from "../../formats/json-fields.ts";
import { parseTags } from "../../formats/task-metadata/task-document.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { MetadataClient } from "./client.ts";

export type TagMap = Readonly<Record<string, string>>;

/** The tags of the agent's own task. The ECS agent makes two calls to ECS for them, so they are asked for rarely. */
export interface Tags {
  /** Asks when it is time to. Returns what lasts of the last answer's trouble. */
  refresh(nowMs: number, signal: AbortSignal): Promise<Problem | undefined>;
  of(taskArn: string): TagMap | undefined;
}

const refreshMs = 5 * 60_000;

export const noTags: Tags = { refresh: async () => undefined, of: () => undefined };

export const openTags = (client: MetadataClient, url: string): Tags => {
  let askedMs: number | undefined;
  let trouble: Problem | undefined;
  let known: { readonly arn: string | undefined; readonly tags: TagMap | undefined } | undefined;

  const ask = async (signal: AbortSignal): Promise<Problem | undefined> => {
    const document = await client.get(url, signal);
    if (!document.ok) return problem("tags-refused", document.problem.subject, document.problem.detail);
    const { tags, error } = parseTags(document.json);
    if (error !== undefined) return problem("tags-refused", url, error);
    known = { arn: fieldsOf(document.json).text("TaskARN"), tags };
    return undefined;
  };

  return {
    refresh: async (nowMs, signal) => {
      if (askedMs !== undefined && Math.abs(nowMs - askedMs) < refreshMs) return trouble;
      askedMs = nowMs;
      trouble = await ask(signal);
      return trouble;
    },
    of: (taskArn) => (known?.arn === taskArn ? known.tags : undefined),
  };
};
