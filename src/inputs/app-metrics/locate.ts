import type { BoardContainer, BoardPort, Vantage } from "../../ports/container-board.ts";
import { isForbidden, isIpv4 } from "./forbidden-address.ts";

/** Where a container's port is reached. */
export interface Located {
  readonly ok: true;
  /** An IP address. */
  readonly host: string;
  readonly port: number;
  readonly containerPort: number;
  /** Where it is published, when it is reached there. */
  readonly hostPort?: number;
  /**
   * published: at a port of the host; address: at a port of one of its addresses alone; host: the container has the host's network; container: at its own address; task:
   * at its task's; local: agent and container share a network.
   */
  readonly by: "published" | "address" | "host" | "container" | "task" | "local";
}

/** Why it is not. */
export interface NotLocated {
  readonly ok: false;
  readonly why: "no-network" | "which-port" | "no-address" | "forbidden";
  readonly detail: string;
}

/** What else there is, besides the container itself. */
export interface Surroundings {
  readonly vantage: Vantage;
  /** A container by its id, or Docker's name of it. */
  readonly find: (idOrName: string) => BoardContainer | undefined;
  /** Where ports published on all of the host's addresses are reached; undefined: nobody said. */
  readonly hostAddress: string | undefined;
}

const sharing = "container:";
const longestChain = 4;

/** Whose network it is: its own, or the one it was put into. */
const ownerOf = (seen: BoardContainer, find: Surroundings["find"]): BoardContainer | undefined => {
  let owner: BoardContainer | undefined = seen;
  for (let step = 0; step < longestChain && owner?.networkMode?.startsWith(sharing); step += 1) {
    owner = find(owner.networkMode.slice(sharing.length));
  }
  return owner?.networkMode?.startsWith(sharing) ? undefined : owner;
};

const no = (why: NotLocated["why"], detail: string): NotLocated => ({ ok: false, why, detail });

const distinct = (ports: readonly BoardPort[]): readonly number[] => [
  ...new Set(ports.map(({ containerPort }) => containerPort)),
];

/** The port that is meant: the one that is said, else the only one published, else the only one there is. Never a guess. */
const portOf = (said: number | undefined, ports: readonly BoardPort[]): number | NotLocated => {
  if (said !== undefined) return said;
  const tcp = ports.filter(({ protocol }) => protocol === "tcp");
  const published = distinct(tcp.filter(({ hostPort }) => hostPort !== undefined));
  const all = distinct(tcp);
  const candidates = published.length > 0 ? published : all;
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only;
  return candidates.length === 0
    ? no("which-port", "no port of it is known: it needs a port label")
    : no("which-port", `it has the ports ${candidates.slice(0, 10).join(", ")}: it needs a port label`);
};

/** ECS's own services and Docker's on the host: in the host's network any port could be said. */
const hostsOwn: ReadonlySet<number> = new Set([51_678, 51_679, 51_680, 2375, 2376]);

const atHost = (port: number, host: string): Located | NotLocated =>
  hostsOwn.has(port)
    ? no("forbidden", `port ${port} is of Docker or the ECS agent`)
    : { ok: true, host, port, containerPort: port, by: "host" };

const anyAddress = (ip: string | undefined): boolean =>
  ip === undefined || ip === "" || ip === "0.0.0.0" || ip === "::";

const bindingOf = (port: number, ports: readonly BoardPort[]): BoardPort | undefined => {
  const bindings = ports.filter((one) => one.containerPort === port && one.protocol === "tcp" && one.hostPort);
  return bindings.find(({ hostIp }) => hostIp === undefined || isIpv4(hostIp));
};

const bindingV6 = (port: number, ports: readonly BoardPort[]): BoardPort | undefined =>
  ports.find(
    (one) => one.containerPort === port && one.protocol === "tcp" && one.hostPort && one.hostIp?.includes(":"),
  );

/** Bridge, and any network of Docker's: published over IPv4, else the container's own address, else published over IPv6. */
const inBridge = (port: number, owner: BoardContainer, hostAddress: string): Located | NotLocated => {
  const published = (binding: BoardPort | undefined, all: string): Located | undefined => {
    if (binding?.hostPort === undefined) return undefined;
    const { hostPort, hostIp } = binding;
    const host = anyAddress(hostIp) ? all : (hostIp ?? all);
    return {
      ok: true,
      host,
      port: hostPort,
      containerPort: port,
      hostPort,
      by: anyAddress(hostIp) ? "published" : "address",
    };
  };
  const [own] = owner.addresses;
  return (
    published(bindingOf(port, owner.ports), hostAddress) ??
    (own === undefined ? undefined : { ok: true, host: own, port, containerPort: port, by: "container" }) ??
    published(bindingV6(port, owner.ports), isIpv4(hostAddress) ? "::1" : hostAddress) ??
    no("no-address", `port ${port} is not published, and it has no address`)
  );
};

const local = "127.0.0.1";

const place = (port: number, owner: BoardContainer, { vantage, hostAddress }: Surroundings): Located | NotLocated => {
  const { networkMode, addresses } = owner;
  if (networkMode === "awsvpc") {
    if (vantage === "task") return { ok: true, host: local, port, containerPort: port, by: "local" };
    const [own] = addresses;
    return own === undefined
      ? no("no-address", "the address of its task is not known (yet)")
      : { ok: true, host: own, port, containerPort: port, by: "task" };
  }
  if (networkMode === "host") return atHost(port, vantage === "task" ? local : (hostAddress ?? local));
  if (vantage === "machine" || hostAddress !== undefined) return inBridge(port, owner, hostAddress ?? local);
  const [own] = addresses;
  return own === undefined
    ? no("no-address", "the task metadata endpoint tells no address of it")
    : { ok: true, host: own, port, containerPort: port, by: "container" };
};

/** Where a container's port is reached from here, by the network that it is in. @param said the container's port */
export const locate = (
  seen: BoardContainer,
  said: number | undefined,
  surroundings: Surroundings,
): Located | NotLocated => {
  const owner = ownerOf(seen, surroundings.find);
  if (owner === undefined) return no("no-address", "the container whose network it shares does not run");
  if (owner.networkMode === "none") return no("no-network", "it has no network (mode none)");
  const port = portOf(said, [...owner.ports, ...(owner === seen ? [] : seen.ports)]);
  if (typeof port !== "number") return port;
  const found = place(port, owner, surroundings);
  return found.ok && isForbidden(found.host) ? no("forbidden", `${found.host} is no address of a container`) : found;
};
