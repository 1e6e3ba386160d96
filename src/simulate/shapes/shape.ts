/** Everything that decides how an endpoint writes the same workload down. Each axis is free where ECS allows it. */
export interface Shape {
  readonly launchType: "FARGATE" | "EC2" | "EXTERNAL" | "MANAGED_INSTANCES";
  readonly networkMode: "awsvpc" | "bridge" | "host" | "none";
  /** Ignored on Windows. */
  readonly cgroup: 1 | 2;
  readonly os: "linux" | "windows";
  /** awsvpc: the addresses of the task's network interface. */
  readonly addresses: "ipv4" | "dual-stack" | "ipv6";
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
  addresses: "ipv4",
  dividesNetwork: false,
  serviceConnect: false,
  managedDaemon: false,
} as const;

/** The usual combinations by name. */
export const shapes = {
  fargate: {
    ...linux,
    launchType: "FARGATE",
    networkMode: "awsvpc",
    addresses: "dual-stack",
    cgroup: 1,
    refreshMs: 10_000,
  },
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

/** Fargate and Managed Instances run without Docker, in another agent's hands than EC2 and ECS Anywhere. */
export const hasEcsAgent = ({ launchType }: Shape): boolean => launchType === "EC2" || launchType === "EXTERNAL";

/** Why ECS knows no such combination; undefined when it does. */
export const impossible = (shape: Shape): string | undefined => {
  const { launchType, networkMode, os, cgroup } = shape;
  if (launchType === "FARGATE" && networkMode !== "awsvpc") return "Fargate has awsvpc only";
  if (launchType === "MANAGED_INSTANCES" && networkMode !== "awsvpc" && networkMode !== "host") {
    return "Managed Instances have awsvpc and host only";
  }
  if (launchType === "MANAGED_INSTANCES" && (os === "windows" || cgroup === 1)) {
    return "Managed Instances run Linux with cgroup v2 only";
  }
  if (launchType === "EXTERNAL" && networkMode === "awsvpc") return "ECS Anywhere has no awsvpc";
  if (shape.managedDaemon && launchType !== "MANAGED_INSTANCES") return "managed daemons run on Managed Instances only";
  if (shape.dividesNetwork && (launchType !== "EC2" || networkMode !== "awsvpc")) {
    return "only agents on EC2 divide counters, and only in awsvpc";
  }
  if (shape.serviceConnect && (networkMode !== "bridge" || launchType !== "EC2")) {
    return "Service Connect adds pause containers in bridge mode on EC2 only";
  }
  if (!(shape.refreshMs > 0)) return "refreshMs must be positive";
  return undefined;
};
