import { fieldsOf } from "../json-fields.ts";

/** The ECS agent of a container instance, by its introspection API. Undefined: not told. */
export interface EcsAgent {
  /** Name, or ARN. */
  readonly cluster: string | undefined;
  /** Undefined before the instance is registered. */
  readonly containerInstanceArn: string | undefined;
  /** `1.105.1`; ECS Managed Instances hide it. */
  readonly version: string | undefined;
}

/** Reads `/v1/metadata`; undefined when it is something else. */
export const parseEcsAgent = (raw: unknown): EcsAgent | undefined => {
  const root = fieldsOf(raw);
  if (!root.has("Cluster") && !root.has("ContainerInstanceArn")) return undefined;
  return {
    cluster: root.text("Cluster"),
    containerInstanceArn: root.text("ContainerInstanceArn"),
    version: /\bv(\d+\.\d+\.\d+)/.exec(root.text("Version") ?? "")?.[1],
  };
};

/**
 * Whether this agent's metadata endpoint divides the network counters of awsvpc tasks by the number of their containers:
 * from 1.43, the first to tell any, to 1.99.
 */
export const dividesNetwork = (version: string | undefined): boolean => {
  const [major, minor] = (version ?? "").split(".").map(Number);
  return major === 1 && minor !== undefined && minor >= 43 && minor < 100;
};

export interface TaskState {
  readonly known: string | undefined;
  readonly desired: string | undefined;
}

/** More tasks than an instance can have network addresses or memory for. */
const mostTasks = 10_000;

/** States by task ARN, of `/v1/tasks`; undefined when it is something else. */
export const parseTaskStates = (raw: unknown): ReadonlyMap<string, TaskState> | undefined => {
  const tasks = fieldsOf(raw).list("Tasks");
  if (tasks === undefined) return undefined;
  return new Map(
    tasks.slice(0, mostTasks).flatMap((task) => {
      const arn = task.text("Arn");
      const state = { known: task.text("KnownStatus"), desired: task.text("DesiredStatus") };
      return arn === undefined ? [] : [[arn, state] as const];
    }),
  );
};

const port = 51678;

/** Docker's own bridge in the little-endian hex of `/proc/net/route`: 172.17.0.1. */
const dockerBridge = "010011AC";

/**
 * Where the agent may answer. It listens on the instance: for who shares its network that is the loopback, for a container
 * in Docker's bridge the gateway. @param route `/proc/net/route` of the network that asks
 */
export const introspectionAddresses = (route: string | undefined): readonly string[] => {
  const gateway = (route ?? "").split("\n", 64).some((line) => {
    const [, destination, found] = line.split(/\s+/, 4);
    return destination === "00000000" && found === dockerBridge;
  });
  return [`http://127.0.0.1:${port}`, ...(gateway ? [`http://172.17.0.1:${port}`] : [])];
};
