import type { LaunchType } from "../../model/identity.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CollectContext, Collected } from "../../ports/input.ts";
import type { Recorder } from "../../ports/recorder.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { BoardNotice } from "./board-notice.ts";
import type { EngineClient } from "./client.ts";
import { isAlive } from "./container-words.ts";
import { taskArnOf } from "./ecs-labels.ts";
import type { EventStream } from "./event-stream.ts";
import type { Host } from "./host.ts";
import { identify, imageName } from "./identities.ts";
import { recordImageCounts } from "./image-counts.ts";
import { inspectChanged } from "./inspect-changed.ts";
import type { Inventory } from "./inventory.ts";
import { listContainers } from "./list-containers.ts";
import type { ListedContainer } from "./listing.ts";
import { type PresentContainer, presentContainers } from "./present-containers.ts";
import { recordContainer, type SampledContainer } from "./record-container.ts";
import { recordHost } from "./record-host.ts";
import { type TaskRecording, taskMemoryLimit } from "./record-tasks.ts";
import { type SamplingOutcome, sampleRunning } from "./sample-running.ts";
import type { StatsSource } from "./stats-source.ts";
import type { Introspection } from "./task-metadata/introspection.ts";
import type { KnownTaskFacts, TaskAtEndpoint } from "./task-metadata/task-facts.ts";
import { openTroubles } from "./troubles.ts";

export interface CollectionParts {
  readonly client: EngineClient;
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly events: EventStream;
  readonly source: StatsSource;
  readonly notice: BoardNotice;
  readonly tasks: TaskRecording;
  readonly facts: KnownTaskFacts;
  readonly introspection: Introspection;
  /** The engine is on the agent's machine. */
  readonly isLocal: boolean;
  readonly host: (signal: AbortSignal) => Promise<Host>;
  /** Label filters of the list. */
  readonly labels: readonly string[];
  readonly inspectConcurrency: number;
  readonly inspectBudgetMs: number;
  readonly launchType: LaunchType | undefined;
}

const record = (
  { inventory, events, tasks, introspection, isLocal }: CollectionParts,
  to: Recorder,
  present: readonly PresentContainer[],
  host: Host,
): void => {
  const watchedSinceMs = events.watchingSinceMs();
  const containers = present.map((container): SampledContainer => {
    const { sample, oomEvents } = inventory.of(container.listed.id);
    return {
      ...container,
      sample: isAlive(container.state) ? sample : undefined,
      oomEvents: watchedSinceMs === undefined ? undefined : { count: oomEvents, sinceMs: watchedSinceMs },
    };
  });
  const sampledTasks = tasks.gather(containers);
  const taskLimits = new Map(sampledTasks.map((sampled) => [sampled.task, taskMemoryLimit(sampled)]));
  for (const container of containers) {
    const { task } = container.identified;
    const taskBytes = task === undefined ? undefined : taskLimits.get(task);
    recordContainer(to, container, { hostBytes: host.memoryBytes, taskBytes });
  }
  tasks.record(to, sampledTasks);
  if (isLocal) recordHost(to, { agent: introspection.agent(), tasks: sampledTasks, containers });
  recordImageCounts(
    to,
    containers.map(({ listed, state, settings }) => ({ image: imageName(listed, settings), state })),
  );
};

/** Has ECS tell what Docker does not know of the tasks. True: some of it is new. */
const askEcs = async (
  { inventory, facts, introspection }: CollectionParts,
  listed: readonly ListedContainer[],
  signal: AbortSignal,
): Promise<boolean> => {
  const inTasks = listed.filter(({ labels }) => taskArnOf(labels) !== undefined);
  const tasks = inTasks.flatMap(({ id, state, labels }): readonly TaskAtEndpoint[] => {
    const arn = taskArnOf(labels);
    const metadataUri = inventory.of(id).inspection?.whereabouts.metadataUri;
    return arn === undefined || metadataUri === undefined || !isAlive(state) ? [] : [{ arn, metadataUri }];
  });
  const [learned] = await Promise.all([
    facts.learn(tasks, signal),
    inTasks.length === 0 ? undefined : introspection.refresh(signal),
  ]);
  return learned;
};

/** Without a single sample the collection failed, though identities and states stand. */
const verdict = (
  shown: string,
  ctx: CollectContext,
  asked: number,
  { failed, late }: SamplingOutcome,
  troubles: readonly Problem[],
): Collected => {
  const behind = late === 0 ? [] : [problem("docker-behind", shown, `${late} of ${asked} containers`)];
  const [first, ...others] = [...troubles, ...behind];
  const isFailure = asked > 0 && failed + late === asked;
  if (first !== undefined && !isFailure) ctx.report(first);
  for (const found of others) ctx.report(found);
  return first !== undefined && isFailure ? { ok: false, partial: true, problem: first } : { ok: true };
};

/** One look at everything that the engine has. */
export const collectEngine = async (parts: CollectionParts, ctx: CollectContext): Promise<Collected> => {
  const { client, clock, inventory, events, source, notice, inspectConcurrency, inspectBudgetMs, launchType } = parts;
  const { signal } = ctx;
  const beganAt = clock.monotonic();
  const watching = events.isOpen();
  const [answer, host] = await Promise.all([listContainers(client, parts.labels, signal), parts.host(signal)]);
  if (!answer.ok) return { ok: false, problem: answer.problem };
  const listed = answer.value;
  inventory.sync(
    listed.map(({ id }) => id),
    beganAt,
  );

  const inspecting = openTroubles(client.shown, "inspect");
  const gone = await inspectChanged({
    client,
    clock,
    inventory,
    listed,
    watching,
    concurrency: inspectConcurrency,
    budgetMs: inspectBudgetMs,
    troubles: inspecting,
    signal,
  });
  const settingsOf = (id: string) => inventory.of(id).inspection?.settings;
  notice.tell(listed, beganAt);
  if (await askEcs(parts, listed, signal)) notice.tell(listed, beganAt);
  const identified = identify({ listed, settingsOf, launchType, factsOf: parts.facts.of });
  const present = presentContainers({ listed, listedAt: beganAt, identified, inventory, gone });

  const sampling = openTroubles(client.shown, "statistics");
  const alive = present.filter(({ state }) => isAlive(state));
  const outcome = await sampleRunning({
    source,
    clock,
    inventory,
    alive: alive.map(({ listed: { id, dockerName }, identified: { network, task }, run }) => ({
      id,
      name: dockerName ?? id,
      startedAtMs: run?.startedAtMs,
      taskArn: task?.arn,
      network,
    })),
    troubles: sampling,
    shown: client.shown,
    beganAt,
    signal,
  });

  record(
    parts,
    ctx.recorder,
    present.filter(({ listed: { id } }) => !outcome.gone.has(id)),
    host,
  );
  // Told once: to a collection, which is what is reported.
  const broken = ctx.extra ? undefined : events.takeTrouble();
  for (const found of [...inspecting.all(), ...(broken === undefined ? [] : [broken])]) ctx.report(found);
  return verdict(client.shown, ctx, alive.length - outcome.gone.size, outcome, sampling.all());
};
