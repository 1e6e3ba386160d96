import { type TcpState, tcpStates } from "../model/tcp-state.ts";

/** A row: number, local address and port, remote address and port, state in two hex digits. */
const row = /^\s*\d+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /gm;

/**
 * Sockets by state, of `/proc/net/tcp` or `/proc/net/tcp6`. Every state is there, since no socket in it is a fact too;
 * states the kernel may add later are not counted.
 */
export const countTcpStates = (...files: readonly string[]): ReadonlyMap<TcpState, number> => {
  const counts = new Map<TcpState, number>(tcpStates.map((state) => [state, 0]));
  for (const file of files) {
    for (const [, hex = ""] of file.matchAll(row)) {
      const state = tcpStates[Number.parseInt(hex, 16) - 1];
      if (state !== undefined) counts.set(state, (counts.get(state) ?? 0) + 1);
    }
  }
  return counts;
};
