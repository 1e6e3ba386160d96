import type { HttpClient } from "../../src/ports/http-client.ts";

/** A Docker host whose every figure is a round function of time, so that rates can be worked out in the head. */
interface Container {
  readonly id: string;
  readonly name: string;
  readonly ecsName?: string;
  readonly image: string;
  readonly state: "running" | "exited" | "paused";
  readonly exitCode?: number;
  readonly health?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, number>>;
  /** Of the steps by which counters grow. */
  readonly scale: number;
  readonly swapBytes: number;
}

const taskLabels = (name: string): Readonly<Record<string, string>> => ({
  "com.amazonaws.ecs.cluster": "shop",
  "com.amazonaws.ecs.container-name": name,
  "com.amazonaws.ecs.task-arn": "arn:aws:ecs:eu-west-1:123456789012:task/shop/5f3c9a1b2d4e4f60817263544f5e6d7c",
  "com.amazonaws.ecs.task-definition-family": "web",
  "com.amazonaws.ecs.task-definition-version": "12",
});

const mebibytes = 2 ** 20;

const containers: readonly Container[] = [
  {
    id: "01".repeat(32),
    name: "ecs-web-12-app-c8d1e2",
    ecsName: "app",
    image: "registry.example:5000/shop/app:1.4",
    state: "running",
    health: "healthy",
    labels: { "com.datadoghq.tags.service": "Storefront", team: "Shop Team" },
    limits: {
      NanoCpus: 500_000_000,
      CpuShares: 512,
      Memory: 256 * mebibytes,
      MemorySwap: 512 * mebibytes,
      MemoryReservation: 128 * mebibytes,
    },
    scale: 1,
    swapBytes: 32 * mebibytes,
  },
  {
    id: "02".repeat(32),
    name: "ecs-web-12-side-a0b0c0",
    ecsName: "side",
    image: "registry.example:5000/shop/side",
    state: "running",
    health: "starting",
    scale: 2,
    swapBytes: 0,
  },
  {
    id: "03".repeat(32),
    name: "ecs-web-12-migrate-e0f0a0",
    ecsName: "migrate",
    image: "registry.example:5000/shop/app:1.4",
    state: "exited",
    exitCode: 1,
    limits: { Memory: 64 * mebibytes },
    scale: 0,
    swapBytes: 0,
  },
  {
    id: "04".repeat(32),
    name: "registry-mirror",
    image: "registry:2@sha256:00ff",
    state: "paused",
    scale: 0.5,
    swapBytes: 0,
  },
];

const labelsOf = ({ ecsName, labels = {} }: Container) => ({
  ...labels,
  ...(ecsName === undefined ? {} : taskLabels(ecsName)),
});

const startedMs = Date.UTC(2026, 2, 1, 10);
const time = (ms: number): string => new Date(ms).toISOString();

const row = (container: Container): unknown => ({
  Id: container.id,
  Names: [`/${container.name}`],
  Image: container.image,
  ImageID: `sha256:${container.id}`,
  Created: startedMs / 1000,
  Ports: [],
  Labels: labelsOf(container),
  State: container.state,
  HostConfig: { NetworkMode: "default" },
});

const inspection = (container: Container): unknown => ({
  Id: container.id,
  Name: `/${container.name}`,
  Created: time(startedMs),
  Image: `sha256:${container.id}`,
  RestartCount: 0,
  State: {
    Status: container.state,
    OOMKilled: false,
    ExitCode: container.exitCode ?? 0,
    StartedAt: time(startedMs),
    FinishedAt: container.state === "exited" ? time(startedMs + 4000) : "0001-01-01T00:00:00Z",
    ...(container.health === undefined ? {} : { Health: { Status: container.health } }),
  },
  HostConfig: { NetworkMode: "default", ...container.limits },
  Config: { Image: container.image, Labels: labelsOf(container) },
});

const disk = (op: string, value: number): unknown => ({ major: 259, minor: 0, op, value });

/** `steps` since the start, each of a second. */
const stats = ({ limits, scale, swapBytes }: Container, nowMs: number): unknown => {
  const steps = ((nowMs - startedMs) / 1000) * scale;
  const traffic = (bytes: number) => ({ bytes: bytes * steps, packets: steps, errors: 3, dropped: 4 });
  const [received, sent] = [traffic(2000), traffic(1000)];
  return {
    read: time(nowMs),
    preread: "0001-01-01T00:00:00Z",
    pids_stats: { current: 7, limit: 100 },
    cpu_stats: {
      cpu_usage: {
        total_usage: 250_000_000 * steps,
        usage_in_usermode: 200_000_000 * steps,
        usage_in_kernelmode: 50_000_000 * steps,
      },
      system_cpu_usage: 1e12,
      online_cpus: 4,
      throttling_data: { periods: 10 * steps, throttled_periods: 2 * steps, throttled_time: 100_000_000 * steps },
    },
    precpu_stats: { cpu_usage: { total_usage: 0 } },
    memory_stats: {
      usage: 100 * mebibytes * scale,
      max_usage: 120 * mebibytes * scale,
      failcnt: 5,
      limit: limits?.Memory ?? 8192 * mebibytes,
      stats: {
        total_rss: 64 * mebibytes * scale,
        total_cache: 32 * mebibytes * scale,
        total_inactive_file: 20 * mebibytes * scale,
        total_active_file: 10 * mebibytes * scale,
        total_active_anon: 60 * mebibytes * scale,
        total_mapped_file: 4 * mebibytes * scale,
        total_swap: swapBytes,
        total_pgfault: 30 * steps,
        total_pgmajfault: 10 * steps,
        total_pgpgin: 8 * steps,
        total_pgpgout: 6 * steps,
      },
    },
    blkio_stats: {
      io_service_bytes_recursive: [disk("Read", 4096 * steps), disk("Write", 8192 * steps)],
      io_serviced_recursive: [disk("Read", steps), disk("Write", 2 * steps)],
    },
    networks: {
      eth0: {
        rx_bytes: received.bytes,
        rx_packets: received.packets,
        rx_errors: received.errors,
        rx_dropped: received.dropped,
        tx_bytes: sent.bytes,
        tx_packets: sent.packets,
        tx_errors: sent.errors,
        tx_dropped: sent.dropped,
      },
    },
  };
};

/** The engine of that host. */
export const dockerHost = (now: () => number): HttpClient => {
  const bodyOf = (path: string): unknown => {
    if (path.endsWith("/containers/json")) return containers.map(row);
    if (path.endsWith("/info")) return { MemTotal: 8192 * mebibytes };
    const [, id, what] = /\/containers\/([0-9a-f]+)\/(json|stats)$/.exec(path) ?? [];
    const found = containers.find((container) => container.id === id);
    if (found === undefined) return undefined;
    return what === "json" ? inspection(found) : stats(found, now());
  };
  return {
    request: async ({ url }) => {
      const path = new URL(url).pathname;
      const headers = { "api-version": "1.44" };
      if (path === "/_ping") return { ok: true, status: 200, headers, body: "OK" };
      const body = bodyOf(path);
      return { ok: true, status: body === undefined ? 404 : 200, headers, body: JSON.stringify(body ?? {}) };
    },
    lines: async () => ({ ok: false, reason: "refused", detail: "no events here" }),
    close: async () => {},
  };
};
