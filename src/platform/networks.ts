import { BlockList, isIP } from "node:net";
import type { WithinNetworks } from "../ports/networks.ts";

type Family = "ipv4" | "ipv6";

/** `fe80::1%eth0`: the zone is the interface, no part of the address. */
const withoutZone = (address: string): string => address.replace(/%.*$/, "");

const familyOf = (address: string): Family | undefined => {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? "ipv4" : "ipv6";
};

const bits = { ipv4: 32, ipv6: 128 } as const;

const add = (list: BlockList, network: string): void => {
  const [address = "", length] = network.split("/");
  const family = familyOf(address);
  if (family === undefined) return;
  const prefix = length === undefined ? bits[family] : Number(length);
  if (Number.isInteger(prefix) && prefix >= 0 && prefix <= bits[family]) list.addSubnet(address, prefix, family);
};

export const withinNetworks: WithinNetworks = (networks) => {
  const list = new BlockList();
  for (const network of networks) add(list, network);
  return (address) => {
    const bare = withoutZone(address);
    const family = familyOf(bare);
    return family !== undefined && list.check(bare, family);
  };
};
