import type { Clock } from "../../ports/clock.ts";

/** How many wrong tokens a peer may send. Many peers at once cost no more memory than `peersAtMost` of them. */
const wrongAtMost = 10;
const windowMs = 60_000;
const peersAtMost = 1000;

/** Wrong tokens and codes, counted by peer. */
export interface Attempts {
  /** The peer has to wait before anything of it is looked at again. */
  spent(peer: string): boolean;
  /** It sent a wrong one. */
  failed(peer: string): void;
}

/** The network of an IPv6 address, a /64: whoever has one has 2^64 addresses. IPv4 as it is. */
export const peerOf = (address: string): string => {
  if (!address.includes(":")) return address;
  const [left = "", right = ""] = address.replace(/%.*$/, "").split("::");
  const groups = (text: string): readonly string[] => (text === "" ? [] : text.split(":"));
  const before = groups(left);
  const after = groups(right);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...(address.includes("::") ? zeros : []), ...after].slice(0, 4).join(":");
};

export const openAttempts = (clock: Clock): Attempts => {
  const peers = new Map<string, { readonly sinceMs: number; count: number }>();
  const current = (peer: string) => {
    const found = peers.get(peer);
    if (found === undefined || clock.monotonic() - found.sinceMs < windowMs) return found;
    peers.delete(peer);
    return undefined;
  };
  return {
    spent: (address) => (current(peerOf(address))?.count ?? 0) >= wrongAtMost,
    failed: (address) => {
      const peer = peerOf(address);
      const found = current(peer);
      if (found !== undefined) {
        found.count += 1;
        return;
      }
      const [oldest] = peers.keys();
      if (oldest !== undefined && peers.size >= peersAtMost) peers.delete(oldest);
      peers.set(peer, { sinceMs: clock.monotonic(), count: 1 });
    },
  };
};
