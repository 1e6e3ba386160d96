import type { Fields } from "../json-fields.ts";

/** Since the interface came up; bytes, packets, counts. Undefined: not told. */
export interface InterfaceCounters {
  readonly interface: string;
  readonly receivedBytes: number | undefined;
  readonly receivedPackets: number | undefined;
  readonly receiveErrors: number | undefined;
  readonly receiveDropped: number | undefined;
  readonly transmittedBytes: number | undefined;
  readonly transmittedPackets: number | undefined;
  readonly transmitErrors: number | undefined;
  readonly transmitDropped: number | undefined;
}

/** Empty in host and none mode, where the source has no counters of the container's own. Never the loopback. */
export const parseNetworks = (stats: Fields): readonly InterfaceCounters[] => {
  const networks = stats.object("networks");
  return networks.keys
    .filter((name) => name !== "" && name !== "lo" && networks.object(name).keys.length > 0)
    .map((name) => {
      const counters = networks.object(name);
      return {
        interface: name,
        receivedBytes: counters.amount("rx_bytes"),
        receivedPackets: counters.amount("rx_packets"),
        receiveErrors: counters.amount("rx_errors"),
        receiveDropped: counters.amount("rx_dropped"),
        transmittedBytes: counters.amount("tx_bytes"),
        transmittedPackets: counters.amount("tx_packets"),
        transmitErrors: counters.amount("tx_errors"),
        transmitDropped: counters.amount("tx_dropped"),
      };
    });
};
