/** A container of the fake engine; tests change it as they go. */
export interface FakeContainer {
  readonly id: string;
  readonly name: string;
  pid: number;
  image: string;
  state: string;
  labels: Record<string, string>;
  networkMode: string;
  ports: Record<string, unknown>[];
  networks: Record<string, { IPAddress: string; GlobalIPv6Address: string }>;
  createdAt: string;
  startedAt: string;
  finishedAt: string;
  exitCode: number;
  oomKilled: boolean;
  health: string | undefined;
  restartCount: number;
  /** Laid over HostConfig of the inspection. */
  hostConfig: Record<string, unknown>;
  env: string[];
  cgroup: "v1" | "v2";
  cpuNanoseconds: number;
  memoryBytes: number;
  inactiveFileBytes: number;
  /** memory_stats.limit; the machine's memory when there is none. */
  memoryLimitBytes: number;
  receivedBytes: number | undefined;
}

export const hostMemoryBytes = 8 * 1024 ** 3;

const never = "0001-01-01T00:00:00Z";

/** 64 hex digits, the same for the same number. */
export const containerId = (number: number): string => number.toString(16).padStart(64, "c0ffee00");

export const fakeContainer = (number: number, changes: Partial<FakeContainer> = {}): FakeContainer => ({
  id: containerId(number),
  name: `container-${number}`,
  pid: 4242,
  image: "example/app:1",
  state: "running",
  labels: {},
  networkMode: "default",
  ports: [],
  networks: {},
  createdAt: "2026-03-01T10:00:00.5Z",
  startedAt: "2026-03-01T10:00:01.25Z",
  finishedAt: never,
  exitCode: 0,
  oomKilled: false,
  health: undefined,
  restartCount: 0,
  hostConfig: {},
  env: [],
  cgroup: "v2",
  cpuNanoseconds: 5_000_000_000,
  memoryBytes: 50_000_000,
  inactiveFileBytes: 10_000_000,
  memoryLimitBytes: hostMemoryBytes,
  receivedBytes: 1000,
  ...changes,
});

/** Labels as the ECS agent writes them. */
export const ecsLabels = (
  containerName: string,
  task = "0123456789abcdef0123456789abcdef",
): Record<string, string> => ({
  "com.amazonaws.ecs.cluster": "shop",
  "com.amazonaws.ecs.container-name": containerName,
  "com.amazonaws.ecs.task-arn": `arn:aws:ecs:eu-west-1:123456789012:task/shop/${task}`,
  "com.amazonaws.ecs.task-definition-family": "web",
  "com.amazonaws.ecs.task-definition-version": "7",
});

export const listRow = (container: FakeContainer, withHealth: boolean): Record<string, unknown> => ({
  Id: container.id,
  Names: [`/${container.name}`],
  Image: container.image,
  ImageID: `sha256:${"ab".repeat(32)}`,
  Command: "serve",
  Created: Math.floor(Date.parse(container.createdAt) / 1000),
  Ports: container.ports,
  Labels: container.labels,
  State: container.state,
  Status: "Up 2 minutes",
  HostConfig: { NetworkMode: container.networkMode },
  NetworkSettings: { Networks: container.networks },
  Mounts: [],
  ...(withHealth ? { Health: { Status: container.health ?? "none", FailingStreak: 0 } } : {}),
});

export const inspectDocument = (container: FakeContainer): Record<string, unknown> => ({
  Id: container.id,
  Created: container.createdAt,
  State: {
    Status: container.state,
    Running: container.state === "running",
    OOMKilled: container.oomKilled,
    Pid: container.state === "running" ? container.pid : 0,
    ExitCode: container.exitCode,
    StartedAt: container.startedAt,
    FinishedAt: container.finishedAt,
    ...(container.health === undefined ? {} : { Health: { Status: container.health, FailingStreak: 0, Log: [] } }),
  },
  Image: `sha256:${"ab".repeat(32)}`,
  Name: `/${container.name}`,
  RestartCount: container.restartCount,
  HostConfig: {
    NetworkMode: container.networkMode,
    LogConfig: { Type: "json-file", Config: {} },
    CgroupParent: "",
    NanoCpus: 0,
    CpuShares: 0,
    CpuQuota: 0,
    CpuPeriod: 0,
    Memory: 0,
    MemoryReservation: 0,
    ...container.hostConfig,
  },
  Config: { Image: container.image, Env: container.env, Labels: container.labels },
  NetworkSettings: { Ports: {} },
});

const memoryDetail = ({ cgroup, inactiveFileBytes }: FakeContainer): Record<string, number> =>
  cgroup === "v2"
    ? { anon: 30_000_000, file: 15_000_000, inactive_file: inactiveFileBytes, pgfault: 20, pgmajfault: 5 }
    : { cache: 15_000_000, rss: 30_000_000, total_inactive_file: inactiveFileBytes, pgfault: 20, pgmajfault: 5 };

const noStats = { cpu_stats: { cpu_usage: { total_usage: 0 } }, memory_stats: {}, pids_stats: {} };

export interface StatsTime {
  readonly read: string;
  /** When the engine compared two samples. */
  readonly preread?: string;
}

export const statsDocument = (container: FakeContainer, { read, preread }: StatsTime): Record<string, unknown> => {
  const names = { name: `/${container.name}`, id: container.id };
  if (container.state !== "running" && container.state !== "paused") {
    return { read: never, preread: never, ...noStats, ...names };
  }
  const { cpuNanoseconds, receivedBytes } = container;
  const cpu = (total: number) => ({
    cpu_usage: { total_usage: total, usage_in_kernelmode: 0, usage_in_usermode: total },
    system_cpu_usage: 100 * total,
    online_cpus: 2,
    throttling_data: { periods: 10, throttled_periods: 4, throttled_time: 2_000_000_000 },
  });
  return {
    read,
    preread: preread ?? never,
    cpu_stats: cpu(cpuNanoseconds),
    precpu_stats: preread === undefined ? { cpu_usage: { total_usage: 0 } } : cpu(cpuNanoseconds - 1_000_000),
    memory_stats: {
      usage: container.memoryBytes,
      limit: container.memoryLimitBytes,
      stats: memoryDetail(container),
    },
    blkio_stats: {
      io_service_bytes_recursive: [
        { major: 259, minor: 0, op: container.cgroup === "v2" ? "read" : "Read", value: 4096 },
        { major: 259, minor: 0, op: container.cgroup === "v2" ? "write" : "Write", value: 8192 },
      ],
      io_serviced_recursive: null,
    },
    pids_stats: { current: 3, limit: 100 },
    ...(receivedBytes === undefined || !["default", "bridge"].includes(container.networkMode)
      ? {}
      : {
          networks: {
            eth0: { rx_bytes: receivedBytes, rx_packets: 1, rx_errors: 0, rx_dropped: 0, tx_bytes: 500, tx_packets: 1 },
          },
        }),
    ...names,
  };
};
