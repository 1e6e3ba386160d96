import type { EcsAgent } from "../../formats/ecs-introspection/agent.ts";
import { lastSegment } from "../../model/arn.ts";
import { present } from "../../model/present.ts";
import type { Recorder } from "../../ports/recorder.ts";
import { isAlive } from "./container-words.ts";
import type { Settings } from "./inspection.ts";
import type { SampledContainer } from "./record-container.ts";
import { type SampledTask, taskCpuLimit, taskMemoryLimit } from "./record-tasks.ts";

/** Undefined as soon as one part is: half a sum is a false number. */
const sum = (parts: readonly (number | undefined)[]): number | undefined =>
  parts.reduce<number | undefined>(
    (total, part) => (total === undefined || part === undefined ? undefined : total + part),
    0,
  );

type Of = (settings: Settings) => number | undefined;

/** What these containers reserve of their own; undefined while one of them is not inspected. */
const reservedBy = (containers: readonly SampledContainer[], of: Of): number | undefined =>
  sum(
    containers
      .filter(({ state }) => isAlive(state))
      .map(({ settings }) => (settings === undefined ? undefined : (of(settings) ?? 0))),
  );

const cpu: Of = ({ cpuReservationVcpus }) => cpuReservationVcpus;
const memory: Of = ({ memoryReservationBytes, memoryLimitBytes }) => memoryReservationBytes ?? memoryLimitBytes;

const runs = ({ containers }: SampledTask): boolean => containers.some(({ state }) => isAlive(state));

export interface HostFacts {
  readonly agent: EcsAgent | undefined;
  readonly tasks: readonly SampledTask[];
  /** All of the machine, those of tasks among them. */
  readonly containers: readonly SampledContainer[];
}

/** Records what the machine is to ECS, and what is reserved of it. */
export const recordHost = (to: Recorder, { agent, tasks, containers }: HostFacts): void => {
  const recorder = to.host(
    present({
      containerInstanceArn: agent?.containerInstanceArn,
      cluster: agent?.cluster === undefined ? undefined : lastSegment(agent.cluster),
    }),
  );
  if (agent !== undefined) {
    recorder.record(
      "host.info",
      1,
      present({
        cluster: agent.cluster,
        container_instance_arn: agent.containerInstanceArn,
        ecs_agent_version: agent.version,
      }),
    );
  }
  const running = tasks.filter(runs);
  const others = containers.filter(({ identified }) => identified.task === undefined);
  const reserved = (limit: (task: SampledTask) => number | undefined, of: Of): number | undefined =>
    sum([reservedBy(others, of), ...running.map((task) => limit(task) ?? reservedBy(task.containers, of))]);
  recorder.record("host.cpu.reserved", reserved(taskCpuLimit, cpu));
  recorder.record("host.memory.reserved", reserved(taskMemoryLimit, memory));
};
