import type { InterfaceCounters } from "../docker-stats/network.ts";
import { linesOf, parseCount, wordsOf } from "../kernel-text.ts";

/** A host has a virtual interface for each container; no sane one has more. */
const mostInterfaces = 4096;

/**
 * Counters of a network namespace, `/proc/PID/net/dev`, as that process sees it. Never the loopback. Receive has eight
 * columns (bytes, packets, errs, drop, ...), then transmit.
 */
export const parseNetDev = (text: string): readonly InterfaceCounters[] =>
  linesOf(text)
    .slice(0, mostInterfaces)
    .flatMap((line) => {
      const colon = line.lastIndexOf(":");
      const name = line.slice(0, Math.max(0, colon)).trim();
      const columns = colon < 0 ? [] : wordsOf(line.slice(colon + 1)).map(parseCount);
      if (name === "" || name === "lo" || columns.length < 12) return [];
      return [
        {
          interface: name,
          receivedBytes: columns[0],
          receivedPackets: columns[1],
          receiveErrors: columns[2],
          receiveDropped: columns[3],
          transmittedBytes: columns[8],
          transmittedPackets: columns[9],
          transmitErrors: columns[10],
          transmitDropped: columns[11],
        },
      ];
    });
