import { describe, expect, it } from "vitest";
import type { BoardContainer, Vantage } from "../../ports/container-board.ts";
import { locate } from "./locate.ts";
import { container, port, task } from "./test/board.ts";

interface Row {
  readonly name: string;
  readonly seen: Partial<BoardContainer>;
  readonly vantage?: Vantage;
  readonly said?: number;
  readonly hostAddress?: string;
  readonly others?: readonly BoardContainer[];
  /** `host:port by`, or why not. */
  readonly expected: string;
}

const awsvpc = { networkMode: "awsvpc", task: task({ networkMode: "awsvpc" }), ports: [], addresses: ["10.0.1.20"] };
const host = { networkMode: "host", ports: [], addresses: [] };
const both = [port(8080, 32768, "0.0.0.0"), port(8080, 32770, "::")];
const pause = (more: Partial<BoardContainer>) => container("pause", {}, more);

const rows: readonly Row[] = [
  { name: "bridge, both families: IPv4's port", seen: { ports: both }, expected: "127.0.0.1:32768 published" },
  { name: "bridge, IPv6's row first", seen: { ports: both.toReversed() }, expected: "127.0.0.1:32768 published" },
  {
    name: "bridge, the agent in bridge mode",
    seen: { ports: both },
    hostAddress: "172.17.0.1",
    expected: "172.17.0.1:32768 published",
  },
  {
    name: "bridge, published on one address of the host",
    seen: { ports: [port(8080, 80, "10.0.0.5")] },
    expected: "10.0.0.5:80 address",
  },
  {
    name: "bridge, as the metadata endpoint lists it, without an address",
    seen: { ports: [port(8080, 32768)] },
    expected: "127.0.0.1:32768 published",
  },
  { name: "bridge, static", seen: { ports: [port(80, 80, "0.0.0.0")] }, expected: "127.0.0.1:80 published" },
  { name: "bridge, not published", seen: { ports: [port(9090)] }, expected: "172.17.0.2:9090 container" },
  {
    name: "bridge, published over IPv6 only: the container's own address first",
    seen: { ports: [port(8080, 32770, "::")] },
    expected: "172.17.0.2:8080 container",
  },
  {
    name: "bridge, published over IPv6 only, and no address",
    seen: { ports: [port(8080, 32770, "::")], addresses: [] },
    expected: "::1:32770 published",
  },
  {
    name: "bridge, no publication and no address",
    seen: { ports: [port(8080)], addresses: [] },
    expected: "no-address",
  },
  {
    name: "bridge, the port by label, of several",
    seen: { ports: [...both, port(9090, 32769, "0.0.0.0")] },
    said: 9090,
    expected: "127.0.0.1:32769 published",
  },
  {
    name: "bridge, the port by label, not published, though another is",
    seen: { ports: both },
    said: 9090,
    expected: "172.17.0.2:9090 container",
  },
  {
    name: "bridge, several published and none said: not guessed",
    seen: { ports: [...both, port(9090, 32769, "0.0.0.0")] },
    expected: "which-port",
  },
  {
    name: "bridge, several exposed, one of them published",
    seen: { ports: [port(9090), ...both] },
    expected: "127.0.0.1:32768 published",
  },
  {
    name: "bridge, several exposed, none published",
    seen: { ports: [port(9090), port(9091)] },
    expected: "which-port",
  },
  { name: "bridge, no port at all", seen: { ports: [] }, expected: "which-port" },
  {
    name: "bridge, UDP does not count",
    seen: { ports: [port(53, 32800, "0.0.0.0", "udp"), ...both] },
    expected: "127.0.0.1:32768 published",
  },
  {
    name: "bridge, the same number of UDP is another port",
    seen: { ports: [port(8080, 32800, "0.0.0.0", "udp")] },
    said: 8080,
    expected: "172.17.0.2:8080 container",
  },
  {
    name: "a network of its own",
    seen: { networkMode: "shop-net", ports: [port(8080)], addresses: ["172.20.0.7"] },
    expected: "172.20.0.7:8080 container",
  },
  { name: "host, port by label", seen: host, said: 9100, expected: "127.0.0.1:9100 host" },
  {
    name: "host, the agent in bridge mode",
    seen: host,
    said: 9100,
    hostAddress: "172.17.0.1",
    expected: "172.17.0.1:9100 host",
  },
  { name: "host, no port said", seen: host, expected: "which-port" },
  { name: "host, the port of the ECS agent", seen: host, said: 51_678, expected: "forbidden" },
  { name: "host, the port of the ECS agent's credentials", seen: host, said: 51_679, expected: "forbidden" },
  { name: "host, Docker's port", seen: host, said: 2375, expected: "forbidden" },
  { name: "awsvpc from the instance", seen: awsvpc, said: 8080, expected: "10.0.1.20:8080 task" },
  {
    name: "awsvpc over IPv6",
    seen: { ...awsvpc, addresses: ["2001:db8::20"] },
    said: 80,
    expected: "2001:db8::20:80 task",
  },
  { name: "awsvpc, address not known yet", seen: { ...awsvpc, addresses: [] }, said: 8080, expected: "no-address" },
  { name: "awsvpc, no port said", seen: awsvpc, expected: "which-port" },
  {
    name: "awsvpc, the only port of the task definition",
    seen: { ...awsvpc, ports: [port(8080, 8080)] },
    expected: "10.0.1.20:8080 task",
  },
  { name: "sidecar, awsvpc", seen: awsvpc, vantage: "task", said: 8080, expected: "127.0.0.1:8080 local" },
  {
    name: "sidecar on Fargate, where nothing tells an address",
    seen: { ...awsvpc, addresses: [] },
    vantage: "task",
    said: 8080,
    expected: "127.0.0.1:8080 local",
  },
  { name: "sidecar, bridge", seen: { ports: both }, vantage: "task", expected: "172.17.0.2:8080 container" },
  {
    name: "sidecar, bridge, told where the host's ports are",
    seen: { ports: both },
    vantage: "task",
    hostAddress: "172.17.0.1",
    expected: "172.17.0.1:32768 published",
  },
  {
    name: "sidecar, bridge, no address told",
    seen: { ports: both, addresses: [] },
    vantage: "task",
    expected: "no-address",
  },
  { name: "sidecar, host", seen: host, vantage: "task", said: 9100, expected: "127.0.0.1:9100 host" },
  { name: "none", seen: { networkMode: "none", ports: [], addresses: [] }, said: 80, expected: "no-network" },
  {
    name: "Service Connect in bridge mode: ports and address are its pause container's",
    seen: { networkMode: "container:pause", ports: [], addresses: [] },
    others: [pause({ ports: both })],
    expected: "127.0.0.1:32768 published",
  },
  {
    name: "Service Connect, the pause container by Docker's name",
    seen: { networkMode: "container:docker-pause", ports: [], addresses: [] },
    others: [pause({ ports: [], addresses: ["172.17.0.9"] })],
    said: 8080,
    expected: "172.17.0.9:8080 container",
  },
  {
    name: "another's network, which is none",
    seen: { networkMode: "container:pause", ports: [], addresses: [] },
    others: [pause({ networkMode: "none", ports: [], addresses: [] })],
    said: 8080,
    expected: "no-network",
  },
  {
    name: "another's network, which has ended",
    seen: { networkMode: "container:gone", ports: [], addresses: [] },
    said: 8080,
    expected: "no-address",
  },
  {
    name: "two who share each other's",
    seen: { networkMode: "container:pause", ports: [], addresses: [] },
    others: [pause({ networkMode: "container:app", ports: [], addresses: [] })],
    said: 8080,
    expected: "no-address",
  },
  ...[
    "169.254.169.254",
    "169.254.170.2",
    "0.0.0.0",
    "224.0.0.1",
    "fe80::1",
    "fd00:ec2::254",
    "::",
    "::ffff:169.254.169.254",
    "metadata",
  ].map(
    (address): Row => ({
      name: `an address where nothing may be read: ${address}`,
      seen: { ports: [], addresses: [address] },
      said: 80,
      expected: "forbidden",
    }),
  ),
];

describe("where a container's port is reached", () => {
  it.each(rows)("$name", ({ seen, vantage = "machine", said, hostAddress, others = [], expected }) => {
    const subject = container("app", {}, seen);
    const all = [subject, ...others];
    const find = (idOrName: string) =>
      all.find(({ container: { id, dockerName } }) => id === idOrName || dockerName === idOrName);
    const found = locate(subject, said, { vantage, find, hostAddress });
    expect(found.ok ? `${found.host}:${found.port} ${found.by}` : found.why).toBe(expected);
  });

  it("says which ports there are when it does not guess", () => {
    const subject = container("app", {}, { ports: [port(8080, 1), port(9090, 2)] });
    const found = locate(subject, undefined, { vantage: "machine", find: () => undefined, hostAddress: undefined });
    expect(found).toMatchObject({ why: "which-port", detail: expect.stringMatching(/8080, 9090.*needs a port label/) });
  });
});
