import type { TaskContext, TaskDocument } from "../../formats/task-metadata/task-document.ts";
import type { TaskIdentity } from "../../model/identity.ts";
import type { MetadataEndpoint, Place } from "../../model/place.ts";
import type { Vantage } from "../../ports/container-board.ts";
import type { CollectContext, Collected, Input, InputDeps } from "../../ports/input.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import { openBackOff } from "./back-off.ts";
import { boardSheet } from "./board-sheet.ts";
import { openClient } from "./client.ts";
import type { EcsTaskMetadataConfig } from "./config.ts";
import { openOwnContainer } from "./own-container.ts";
import { openOwnNamespace } from "./own-namespace.ts";
import { namedEndpoint, pathsOf } from "./paths.ts";
import { openReader } from "./reader.ts";
import type { Reading } from "./reading.ts";
import { openTaskRecorder } from "./record-tasks.ts";
import { noTags, openTags, type Tags } from "./tags.ts";

/** Where ECS serves the endpoint inside every task. An endpoint elsewhere says nothing of the agent's own namespaces. */
const ecsHost = "169.254.170.2";

const insideTask = ({ ownNamespace }: EcsTaskMetadataConfig, { url }: MetadataEndpoint, place: Place): boolean =>
  ownNamespace === "on" || (ownNamespace === "auto" && place.form !== "daemon" && URL.parse(url)?.hostname === ecsHost);

/** AWS_EXECUTION_ENV says EC2 for ECS Anywhere too, so only the other two are believed. */
const contextOf = ({ version }: MetadataEndpoint, { launchType }: Place): TaskContext => ({
  launchType: launchType === "FARGATE" || launchType === "MANAGED_INSTANCES" ? launchType : undefined,
  networkMode: version === "v2" ? "awsvpc" : undefined,
});

const tagged = (identity: TaskIdentity, tags: Tags): TaskIdentity => {
  const found = tags.of(identity.arn);
  return found === undefined ? identity : { ...identity, tags: found };
};

/**
 * An endpoint that is not ECS's own is of an emulator on this machine, which reaches the ports that containers publish. Undefined
 * for a daemon beside a Docker Engine, which sees the same containers and more.
 */
const vantageOf = ({ form }: Place, inside: boolean, tasks: readonly TaskDocument[]): Vantage | undefined => {
  if (form === "daemon") return undefined;
  if (form === "managed-daemon") return "machine";
  return inside || tasks.every(({ identity }) => identity.networkMode === "awsvpc") ? "task" : "machine";
};

const missing: Input = {
  collect: async () => ({ ok: false, problem: problem("metadata-missing", "this process") }),
};

interface Seen {
  readonly tasks: readonly TaskDocument[];
  readonly fetchedAtMs: number;
}

/** Everything that failed, one for each kind: an endpoint that is down fails for every document alike. */
const failuresOf = ({ taskProblem, statsProblem }: Reading): readonly Problem[] =>
  [taskProblem, statsProblem].flatMap((found) =>
    found === undefined || (found === statsProblem && taskProblem?.code === found.code) ? [] : [found],
  );

export const openEcsTaskMetadata = (config: EcsTaskMetadataConfig, deps: InputDeps): Input => {
  const { place, clock, http, files, containers } = deps;
  const endpoint =
    config.url === undefined ? place.metadata : namedEndpoint(config.url, "inputs.ecs-task-metadata.url");
  if (endpoint === undefined) return missing;

  const paths = pathsOf(endpoint);
  const client = openClient({ http, clock, timeoutMs: config.timeoutMs, maxBodyBytes: config.maxBodyBytes });
  const reader = openReader({ client, paths, tasks: config.tasks, context: contextOf(endpoint, place) });
  const inside = insideTask(config, endpoint, place);
  const own = openOwnContainer(client, inside ? paths.own : undefined);
  const namespace = openOwnNamespace(files, clock);
  const tags = config.tags ? openTags(client, paths.tagged) : noTags;
  const recorder = openTaskRecorder(config.networkCounters);
  const backOff = openBackOff();
  let throttled: Problem | undefined;
  let last: Seen | undefined;

  /** What the agent sees of its own task from inside it. */
  const recordOwn = async (ctx: CollectContext, tasks: readonly TaskDocument[], dockerId?: string): Promise<void> => {
    const [only] = tasks;
    const holds = ({ containers }: TaskDocument) => containers.some(({ identity }) => identity.id === dockerId);
    const task = tasks.length === 1 ? only : tasks.find(holds);
    if (!inside || task === undefined) return;
    const target = ctx.recorder.task(tagged(task.identity, tags));
    const mounts = task.containers.find(({ identity }) => identity.id === dockerId)?.mounts ?? [];
    await Promise.all([
      namespace.recordVolumes(target, mounts, ctx.signal),
      task.identity.networkMode === "awsvpc" ? namespace.recordConnections(target) : undefined,
    ]);
  };

  const settleThrottle = (reading: Reading, { nowMs, extra }: CollectContext): void => {
    if (extra) return;
    throttled = reading.throttled?.problem;
    if (reading.throttled === undefined) backOff.answered();
    else backOff.throttled(nowMs, reading.throttled.retryAfterMs);
  };

  /** What is wrong beside the two documents. */
  const remark = ({ report }: CollectContext, tagTrouble: Problem | undefined): void => {
    if (tagTrouble !== undefined) report(tagTrouble);
    if (reader.seesInstance() && place.form !== "managed-daemon") report(problem("form-daemon", place.form));
  };

  const record = async (ctx: CollectContext, reading: Reading, seen: Seen, dockerId?: string): Promise<void> => {
    for (const found of reading.remarks) ctx.report(found);
    recorder.record(ctx, seen.tasks, {
      source: endpoint.url,
      fetchedAtMs: seen.fetchedAtMs,
      samples: reading.stats?.samples,
      identityOf: ({ identity }) => tagged(identity, tags),
    });
    await recordOwn(ctx, seen.tasks, dockerId);
  };

  /** Why nothing is asked now: the endpoint said 429 a moment ago. */
  const heldUp = ({ nowMs, extra }: CollectContext): Collected | undefined => {
    if (extra) return throttled && { ok: false, problem: throttled };
    const waitMs = backOff.waitMs(nowMs);
    if (waitMs === 0 || throttled === undefined) return undefined;
    return { ok: false, problem: { ...throttled, detail: `asking again in ${Math.ceil(waitMs / 1000)} s` } };
  };

  const collect = async (ctx: CollectContext): Promise<Collected> => {
    const { signal, nowMs } = ctx;
    const held = heldUp(ctx);
    if (held !== undefined) return held;
    const [reading, dockerId, tagTrouble] = await Promise.all([
      reader.read(signal, nowMs),
      own.dockerId(signal),
      tags.refresh(nowMs, signal),
    ]);
    settleThrottle(reading, ctx);
    remark(ctx, tagTrouble);
    if (reading.tasks !== undefined) {
      last = { tasks: reading.tasks, fetchedAtMs: nowMs };
      const vantage = vantageOf(place, inside, reading.tasks);
      if (vantage !== undefined) containers.publish("ecs-task-metadata", boardSheet(reading.tasks, vantage, nowMs));
    }
    const [failure, ...others] = failuresOf(reading);
    for (const other of others) ctx.report(other);
    const seen = reading.tasks === undefined && reading.stats === undefined ? undefined : last;
    if (seen !== undefined) await record(ctx, reading, seen, dockerId);
    if (failure === undefined) return { ok: true };
    return seen === undefined ? { ok: false, problem: failure } : { ok: false, problem: failure, partial: true };
  };

  return { collect, documents: reader.documents };
};
