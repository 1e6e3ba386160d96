import type { ContainerMoment, TaskMoment } from "../moment.ts";
import type { Json } from "./json-text.ts";

type Row = Readonly<Record<string, Json>>;

const awsvpcAddresses = ({ shape, ids }: TaskMoment): Row => ({
  NetworkMode: "awsvpc",
  IPv4Addresses: shape.addresses === "ipv6" ? undefined : [ids.ipv4],
  IPv6Addresses: shape.addresses === "ipv4" ? undefined : [ids.ipv6],
});

/** Only v4 tells these, and only of a network interface of the task's own. */
const interfaceProperties = ({ shape, ids }: TaskMoment): Row => {
  const ipv4 = shape.addresses !== "ipv6";
  return {
    AttachmentIndex: 0,
    MACAddress: ids.mac,
    IPv4SubnetCIDRBlock: ipv4 ? "10.0.0.0/17" : undefined,
    IPv6SubnetCIDRBlock: shape.addresses === "ipv4" ? undefined : "2001:db8:0:1::/64",
    DomainNameServers: ["10.0.0.2"],
    DomainNameSearchList: ["ec2.internal"],
    PrivateDNSName: ipv4 ? `ip-${ids.ipv4.replaceAll(".", "-")}.ec2.internal` : undefined,
    SubnetGatewayIpv4Address: ipv4 ? "10.0.0.1/17" : undefined,
    SubnetGatewayIpv6Address: shape.addresses === "ipv6" ? "fe80::1/64" : undefined,
  };
};

/**
 * `Networks` of a container. Without an address of its own (host mode, stopped in bridge mode) the list has one empty
 * text; a container that is only pulled has no networks.
 */
export const networks = (task: TaskMoment, container: ContainerMoment, properties: boolean): Json => {
  const { networkMode } = task.shape;
  if (container.phase === "pulled") return undefined;
  if (networkMode === "awsvpc") {
    return [{ ...awsvpcAddresses(task), ...(properties ? interfaceProperties(task) : {}) }];
  }
  const address = networkMode === "bridge" && container.phase === "running" ? container.ids.bridgeIpv4 : "";
  return [{ NetworkMode: networkMode, IPv4Addresses: [address] }];
};

/**
 * `Ports`: never told on Fargate and Managed Instances. In bridge mode a row for each IP family; v3 leaves the host's
 * address out. In awsvpc the host's port is the container's. Docker publishes nothing in host mode.
 */
export const ports = ({ shape }: TaskMoment, container: ContainerMoment, hostIp: boolean): Json => {
  const wanted = container.plan.ports ?? [];
  const published = shape.launchType === "EC2" || shape.launchType === "EXTERNAL";
  if (wanted.length === 0 || !published || container.phase !== "running") return undefined;
  if (shape.networkMode === "awsvpc") {
    return wanted.map((port) => ({ ContainerPort: port, Protocol: "tcp", HostPort: port }));
  }
  if (shape.networkMode !== "bridge") return undefined;
  return wanted.flatMap((port) =>
    ["0.0.0.0", "::"].map((address) => ({
      ContainerPort: port,
      Protocol: "tcp",
      HostPort: container.hostPorts[port],
      HostIp: hostIp ? address : undefined,
    })),
  );
};
