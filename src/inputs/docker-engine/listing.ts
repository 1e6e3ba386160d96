import { type Fields, fieldsOf } from "../../formats/json-fields.ts";

/** A port of a container, and where it is published. */
export interface ListedPort {
  readonly containerPort: number;
  readonly protocol: string;
  /** Undefined when the port is not published. */
  readonly hostPort: number | undefined;
  readonly hostIp: string | undefined;
}

/**
 * One container as the list of all tells of it: enough for its identity, not for its limits and times. Undefined: not
 * told.
 */
export interface ListedContainer {
  readonly id: string;
  /** Docker's name, without its leading slash; a container that is being removed may have none. */
  readonly dockerName: string | undefined;
  /** As in `docker run`; an image id when the name has moved on to another image since. */
  readonly image: string | undefined;
  readonly imageId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number | undefined;
  /** created, running, paused, restarting, removing, exited, dead. */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly ListedPort[];
  /** default, bridge, host, none, container:ID, or a network's name. */
  readonly networkMode: string | undefined;
  /** Its own in all networks that it is in, IPv4 first. */
  readonly addresses: readonly string[];
  /** starting, healthy, unhealthy, none; from API 1.52 on. */
  readonly health: string | undefined;
}

const portOf = (port: Fields): readonly ListedPort[] => {
  const containerPort = port.limit("PrivatePort");
  if (containerPort === undefined) return [];
  return [
    {
      containerPort,
      protocol: port.text("Type") ?? "tcp",
      hostPort: port.limit("PublicPort"),
      hostIp: port.text("IP"),
    },
  ];
};

/** A container has a name for each link to it, `/linking/alias`, besides its own. */
const ownName = (names: readonly string[]): string | undefined => {
  const plain = names.map((name) => name.replace(/^\//, ""));
  return plain.find((name) => !name.includes("/")) ?? plain[0];
};

const addressesOf = (networks: Fields): readonly string[] => {
  const all = networks.keys.map((name) => networks.object(name));
  return ["IPAddress", "GlobalIPv6Address"].flatMap((key) => all.flatMap((network) => network.text(key) ?? []));
};

const containerOf = (row: Fields): readonly ListedContainer[] => {
  const id = row.text("Id");
  if (id === undefined) return [];
  const createdSeconds = row.limit("Created");
  return [
    {
      id,
      dockerName: ownName(row.texts("Names")),
      image: row.text("Image"),
      imageId: row.text("ImageID"),
      createdAtMs: createdSeconds === undefined ? undefined : createdSeconds * 1000,
      state: row.text("State") ?? "",
      labels: row.textMap("Labels") ?? {},
      ports: (row.list("Ports") ?? []).flatMap(portOf),
      networkMode: row.object("HostConfig").text("NetworkMode"),
      addresses: addressesOf(row.object("NetworkSettings").object("Networks")),
      health: row.object("Health").text("Status"),
    },
  ];
};

/** Reads the answer of /containers/json; undefined when it is no list. */
export const parseListing = (raw: unknown): readonly ListedContainer[] | undefined =>
  fieldsOf({ containers: raw }).list("containers")?.flatMap(containerOf);
