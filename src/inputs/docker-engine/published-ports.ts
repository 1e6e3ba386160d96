import type { ListedPort } from "./listing.ts";

/** A range may publish thousands; further ports of a container are left out. */
const maxPorts = 100;

const wildcard = (ip: string | undefined): boolean => ip === undefined || ip === "0.0.0.0" || ip === "::";

/** A port that is published on all addresses has a row for IPv4 and one for IPv6, at times with different host ports. */
const groupOf = ({ containerPort, protocol, hostPort, hostIp }: ListedPort): string =>
  `${containerPort}/${protocol} ${wildcard(hostIp) ? "*" : `${hostIp} ${hostPort}`}`;

const rank = ({ hostPort, hostIp }: ListedPort): number => (hostPort === undefined ? 2 : hostIp === "::" ? 1 : 0);

/** One row for each publication: of the rows for both families IPv4's, of published and bare ones the published. */
export const publishedPorts = (ports: readonly ListedPort[]): readonly ListedPort[] => {
  const chosen = new Map<string, ListedPort>();
  for (const port of ports) {
    const group = groupOf(port);
    const other = chosen.get(group);
    if (other === undefined || rank(port) < rank(other)) chosen.set(group, port);
  }
  return [...chosen.values()].slice(0, maxPorts);
};
