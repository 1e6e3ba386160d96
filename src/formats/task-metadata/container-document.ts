import type { ContainerIdentity } from "../../model/identity.ts";
import { present } from "../../model/present.ts";
import { parseTime } from "../../model/time.ts";
import type { Fields } from "../json-fields.ts";

export interface Port {
  readonly container: number;
  readonly host: number | undefined;
  readonly hostIp: string | undefined;
  readonly protocol: string;
}

export interface Health {
  readonly status: string;
  readonly sinceMs: number | undefined;
}

/** A container of the task document. Times in ms since the epoch, memory in bytes; undefined: the document is silent. */
export interface ContainerDocument {
  readonly identity: ContainerIdentity;
  readonly desiredStatus: string | undefined;
  readonly knownStatus: string | undefined;
  readonly exitCode: number | undefined;
  /** CPU units; 2 and less are the agent's way to say none. */
  readonly cpuUnits: number | undefined;
  /** Hard limit; absent when 0, which means none. */
  readonly memoryLimitBytes: number | undefined;
  readonly createdMs: number | undefined;
  readonly startedMs: number | undefined;
  readonly finishedMs: number | undefined;
  readonly health: Health | undefined;
  readonly restarts: number | undefined;
  readonly ports: readonly Port[];
  readonly networkMode: string | undefined;
  /** Its own in all networks, IPv4 first. */
  readonly addresses: readonly string[];
  /** Where volumes are mounted in the container. */
  readonly mounts: readonly string[];
}

export const bytesPerMib = 1024 * 1024;

/** Before agent 1.23 or in trimmed documents there may be no Type; the reserved names tell. */
const typeOf = (container: Fields, name: string): string | undefined => {
  const type = container.text("Type");
  if (type !== undefined || !name.startsWith("~internal~ecs")) return type;
  if (name.startsWith("~internal~ecs~pause~namespace")) return "NAMESPACE_PAUSE";
  return name.startsWith("~internal~ecs~pause") ? "CNI_PAUSE" : "EMPTY_HOST_VOLUME";
};

const portsOf = (container: Fields): readonly Port[] =>
  (container.list("Ports") ?? []).flatMap((port) => {
    const number = port.limit("ContainerPort");
    if (number === undefined) return [];
    const host = port.limit("HostPort");
    return [
      { container: number, host, hostIp: port.text("HostIp"), protocol: port.text("Protocol")?.toLowerCase() ?? "tcp" },
    ];
  });

/** A health check whose result is not known yet has no status. */
const healthOf = (container: Fields): Health | undefined => {
  const health = container.object("Health");
  if (health.keys.length === 0) return undefined;
  return {
    status: health.text("status")?.toUpperCase() ?? "UNKNOWN",
    sinceMs: parseTime(health.text("statusSince")),
  };
};

const identityOf = (container: Fields): ContainerIdentity => {
  // The local emulator of AWS writes ID where ECS writes DockerId.
  const id = container.text("DockerId") ?? container.text("ID") ?? "";
  const dockerName = container.text("DockerName")?.replace(/^\//, "");
  const name = container.text("Name") ?? dockerName ?? id;
  return {
    id,
    name,
    ...present({
      dockerName,
      image: container.text("Image"),
      imageId: container.text("ImageID"),
      arn: container.text("ContainerARN"),
      type: typeOf(container, name),
      logDriver: container.text("LogDriver"),
      labels: container.textMap("Labels"),
    }),
  };
};

/** Undefined when the document names no container. */
export const parseContainer = (container: Fields): ContainerDocument | undefined => {
  const identity = identityOf(container);
  if (identity.name === "") return undefined;
  const memoryLimitMib = container.object("Limits").limit("Memory");
  const networks = container.list("Networks") ?? [];
  return {
    identity,
    desiredStatus: container.text("DesiredStatus"),
    knownStatus: container.text("KnownStatus"),
    exitCode: container.number("ExitCode"),
    cpuUnits: container.object("Limits").amount("CPU"),
    memoryLimitBytes: memoryLimitMib === undefined ? undefined : memoryLimitMib * bytesPerMib,
    createdMs: parseTime(container.text("CreatedAt")),
    startedMs: parseTime(container.text("StartedAt")),
    finishedMs: parseTime(container.text("FinishedAt")),
    health: healthOf(container),
    restarts: container.amount("RestartCount"),
    ports: portsOf(container),
    networkMode: networks.map((network) => network.text("NetworkMode")).find((mode) => mode !== undefined),
    addresses: ["IPv4Addresses", "IPv6Addresses"].flatMap((key) => networks.flatMap((network) => network.texts(key))),
    mounts: (container.list("Volumes") ?? []).flatMap((volume) => volume.text("Destination") ?? []),
  };
};
