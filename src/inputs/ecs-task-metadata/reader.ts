import type { TaskContext } from "../../formats/task-metadata/task-document.ts";
import type { SourceDocument } from "../../ports/input.ts";
import type { Document, MetadataClient } from "./client.ts";
import type { Paths } from "./paths.ts";
import { type Decoded, decodeStats, decodeTask, decodeTasks, type Reading, readingOf } from "./reading.ts";

/** Reads the two documents of a collection, of the right scope. */
export interface Reader {
  read(signal: AbortSignal, nowMs: number): Promise<Reading>;
  /** Whether the endpoint shows all tasks of the instance, as far as it has told. */
  seesInstance(): boolean;
  /** The last good answers, as they came. */
  documents(): Readonly<Record<string, SourceDocument>>;
}

export interface ReaderOptions {
  readonly client: MetadataClient;
  readonly paths: Paths;
  /** Whose tasks: see the option of this name. */
  readonly tasks: "auto" | "own" | "instance";
  readonly context: TaskContext;
}

interface At {
  readonly signal: AbortSignal;
  readonly nowMs: number;
}

const managed = "MANAGED_INSTANCES";

/** The endpoint answered, and the answer was no. */
const refusedForGood = ({ taskProblem }: Reading): boolean =>
  taskProblem?.code === "metadata-status" || taskProblem?.code === "metadata-not-json";

export const openReader = ({ client, paths, tasks, context }: ReaderOptions): Reader => {
  const documents: Record<string, SourceDocument> = {};
  const { instance } = paths;
  /** Undefined until the endpoint has told whether it shows all tasks of the instance. */
  let scope: "own" | "instance" | undefined = tasks === "auto" ? undefined : tasks;
  let launchType = context.launchType;

  const fetch = async <T>(
    name: "task" | "stats",
    url: string,
    { signal, nowMs }: At,
    decode: (url: string, document: Document, context: TaskContext) => Decoded<T>,
  ): Promise<Decoded<T>> => {
    const document = await client.get(url, signal);
    if (!document.ok) return { ok: false, refusal: document };
    const decoded = decode(url, document, context);
    const { body, contentType } = document;
    if (decoded.ok) documents[name] = { body, contentType, fetchedAtMs: nowMs };
    return decoded;
  };

  const readOwn = async (at: At): Promise<Reading> => {
    const [task, stats] = await Promise.all([
      fetch("task", paths.task, at, decodeTask),
      fetch("stats", paths.stats, at, decodeStats),
    ]);
    if (task.ok) launchType = task.value[0]?.identity.launchType ?? launchType;
    return readingOf(task, stats);
  };

  const readInstance = async (urls: NonNullable<Paths["instance"]>, at: At): Promise<Reading> => {
    const [all, stats] = await Promise.all([
      fetch("task", urls.tasks, at, decodeTasks),
      fetch("stats", urls.stats, at, decodeStats),
    ]);
    return readingOf(all, stats);
  };

  /** Asks for all tasks; when that is refused for good and the own task is not, it is not asked again. */
  const probe = async (urls: NonNullable<Paths["instance"]>, at: At): Promise<Reading> => {
    const all = await readInstance(urls, at);
    if (all.tasks !== undefined) scope = "instance";
    if (all.tasks !== undefined || all.throttled !== undefined) return all;
    const own = await readOwn(at);
    if (own.tasks !== undefined && refusedForGood(all)) scope = "own";
    return own;
  };

  return {
    read: async (signal, nowMs) => {
      const at = { signal, nowMs };
      if (instance === undefined || scope === "own") return readOwn(at);
      if (scope === "instance") return readInstance(instance, at);
      // Elsewhere than on Managed Instances no task may see the others: the question is not even asked.
      return launchType === managed ? probe(instance, at) : readOwn(at);
    },
    seesInstance: () => scope === "instance",
    documents: () => ({ ...documents }),
  };
};
