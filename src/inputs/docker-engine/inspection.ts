import { type Fields, fieldsOf } from "../../formats/json-fields.ts";
import { parseTime } from "../../model/time.ts";

/** What a container's last or present run came to. Undefined: not told. Times are milliseconds since the epoch. */
export interface Run {
  /** created, running, paused, restarting, removing, exited, dead. */
  readonly state: string;
  /** Of the last run that ended; 0 when none did. */
  readonly exitCode: number | undefined;
  readonly oomKilled: boolean | undefined;
  /** starting, healthy, unhealthy, none. */
  readonly health: string | undefined;
  /** By Docker's restart policy; restarts by ECS's are not among them. */
  readonly restarts: number | undefined;
  readonly startedAtMs: number | undefined;
  readonly finishedAtMs: number | undefined;
}

/** What a container was created with. Undefined: not set, or not told. */
export interface Settings {
  /** As in `docker run`, also when the name has moved on to another image. */
  readonly image: string | undefined;
  readonly createdAtMs: number | undefined;
  readonly logDriver: string | undefined;
  /** Docker itself starts it again when it ends. */
  readonly restartsByDocker: boolean;
  readonly cpuLimitVcpus: number | undefined;
  readonly cpuReservationVcpus: number | undefined;
  /** GPUs assigned by name or number; undefined also for "all of them". */
  readonly gpus: number | undefined;
  readonly memoryLimitBytes: number | undefined;
  /** Memory and swap together. */
  readonly memoryWithSwapLimitBytes: number | undefined;
  readonly memoryReservationBytes: number | undefined;
}

/** Where a running container's figures can be read without asking the engine. */
export interface Whereabouts {
  /** First process, in the host's numbering. */
  readonly pid: number | undefined;
  readonly cgroupParent: string | undefined;
  /** The container's own address of the task metadata endpoint; beside it only the number of its GPUs is taken from its environment. */
  readonly metadataUri: string | undefined;
}

export interface Inspection {
  readonly run: Run;
  readonly settings: Settings;
  readonly whereabouts: Whereabouts;
}

const runOf = (root: Fields): Run => {
  const state = root.object("State");
  return {
    state: state.text("Status") ?? "",
    exitCode: state.number("ExitCode"),
    oomKilled: state.boolean("OOMKilled"),
    health: state.object("Health").text("Status"),
    restarts: root.amount("RestartCount"),
    startedAtMs: parseTime(state.text("StartedAt")),
    finishedAtMs: parseTime(state.text("FinishedAt")),
  };
};

/** Microseconds, when there is a quota and no period of its own. */
const defaultPeriod = 100_000;

const cpuLimit = (host: Fields): number | undefined => {
  const nanoCpus = host.limit("NanoCpus");
  if (nanoCpus !== undefined) return nanoCpus / 1e9;
  const quota = host.limit("CpuQuota");
  return quota === undefined ? undefined : quota / (host.limit("CpuPeriod") ?? defaultPeriod);
};

/** ECS writes 2 shares, the least the kernel takes, where the task definition has none. */
const cpuReservation = (host: Fields): number | undefined => {
  const shares = host.limit("CpuShares");
  return shares === undefined || shares <= 2 ? undefined : shares / 1024;
};

const gpuVariable = "NVIDIA_VISIBLE_DEVICES=";

/** ECS assigns GPUs by listing their ids in the variable; `docker run --gpus` by a device request. */
const assignedGpus = (root: Fields): number | undefined => {
  const line = root
    .object("Config")
    .texts("Env")
    .find((one) => one.startsWith(gpuVariable));
  const listed = (line?.slice(gpuVariable.length) ?? "").split(",").filter((id) => /^(GPU-|MIG-|\d)/.test(id));
  const requested = (root.object("HostConfig").list("DeviceRequests") ?? []).map(
    (request) => request.texts("DeviceIDs").length || (request.limit("Count") ?? 0),
  );
  const gpus = listed.length || requested.reduce((sum, count) => sum + count, 0);
  return gpus === 0 ? undefined : gpus;
};

const settingsOf = (root: Fields): Settings => {
  const host = root.object("HostConfig");
  return {
    image: root.object("Config").text("Image"),
    createdAtMs: parseTime(root.text("Created")),
    logDriver: host.object("LogConfig").text("Type"),
    restartsByDocker: (host.object("RestartPolicy").text("Name") ?? "no") !== "no",
    cpuLimitVcpus: cpuLimit(host),
    cpuReservationVcpus: cpuReservation(host),
    gpus: assignedGpus(root),
    memoryLimitBytes: host.limit("Memory"),
    memoryWithSwapLimitBytes: host.limit("MemorySwap"),
    memoryReservationBytes: host.limit("MemoryReservation"),
  };
};

const metadataVariable = "ECS_CONTAINER_METADATA_URI_V4=";

const whereaboutsOf = (root: Fields): Whereabouts => ({
  pid: root.object("State").limit("Pid"),
  cgroupParent: root.object("HostConfig").text("CgroupParent"),
  metadataUri: root
    .object("Config")
    .texts("Env")
    .find((line) => line.startsWith(metadataVariable))
    ?.slice(metadataVariable.length),
});

/** Reads the answer of /containers/ID/json; undefined when it is none. */
export const parseInspection = (raw: unknown): Inspection | undefined => {
  const root = fieldsOf(raw);
  if (!root.has("State") || !root.has("HostConfig")) return undefined;
  return { run: runOf(root), settings: settingsOf(root), whereabouts: whereaboutsOf(root) };
};
