/** Everything that decides how an endpoint writes the same workload down. Each axis is free where ECS allows it. */
export interface Shape {
  readonly launchType: "FARGATE" | "EC2" | "EXTERNAL" | "MANAGED_INSTANCES";
  readonly networkMode: "awsvpc" | "bridge" | "host" | "none";
  /** Ignored on Windows. */
  readonly cgroup: 1 | 2;
  readonly os: "linux" | "windows";
  /** How often the source takes a new sample, in ms: 10,000 on Fargate and Managed Instances, 1,000 on EC2. */
  readonly refreshMs: number;
  /** awsvpc on EC2: agents before 1.100 divide the task's network counters by the number of containers. */
  readonly dividesNetwork: boolean;
  /** bridge: a pause container for every container with ports comes first and shares its network. */
  readonly serviceConnect: boolean;
  /** Managed Instances: a further task is a managed daemon, whose address answers `/tasks` and `/tasks/stats`. */
  readonly managedDaemon: boolean;
}

const linux = {
  os: "linux",
  dividesNetwork: false,
  serviceConnect: false,
  managedDaemon: false,
} as const;

/** The usual combinations by name. */
export const shapes = {
  fargate: { ...linux, launchType: "FARGATE", networkMode: "awsvpc", cgroup: 1, refreshMs: 10_000 },
  "fargate-v2": { ...linux, launchType: "FARGATE", networkMode: "awsvpc", cgroup: 2, refreshMs: 10_000 },
  "fargate-windows": {
    ...linux,
    os: "windows",
    launchType: "FARGATE",
    networkMode: "awsvpc",
    cgroup: 1,
    refreshMs: 10_000,
  },
  "ec2-bridge": { ...linux, launchType: "EC2", networkMode: "bridge", cgroup: 2, refreshMs: 1_000 },
  "ec2-bridge-v1": { ...linux, launchType: "EC2", networkMode: "bridge", cgroup: 1, refreshMs: 1_000 },
  "ec2-awsvpc": { ...linux, launchType: "EC2", networkMode: "awsvpc", cgroup: 2, refreshMs: 1_000 },
  "ec2-awsvpc-v1": { ...linux, launchType: "EC2", networkMode: "awsvpc", cgroup: 1, refreshMs: 1_000 },
  "ec2-host": { ...linux, launchType: "EC2", networkMode: "host", cgroup: 2, refreshMs: 1_000 },
  "ec2-host-v1": { ...linux, launchType: "EC2", networkMode: "host", cgroup: 1, refreshMs: 1_000 },
  external: { ...linux, launchType: "EXTERNAL", networkMode: "bridge", cgroup: 2, refreshMs: 1_000 },
  "managed-instances": {
    ...linux,
    launchType: "MANAGED_INSTANCES",
    networkMode: "awsvpc",
    cgroup: 2,
    refreshMs: 10_000,
  },
  "managed-daemon": {
    ...linux,
    launchType: "MANAGED_INSTANCES",
    networkMode: "awsvpc",
    cgroup: 2,
    refreshMs: 10_000,
    managedDaemon: true,
  },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;
