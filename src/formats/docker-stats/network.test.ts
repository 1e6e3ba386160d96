import { describe, expect, it } from "vitest";
import { fieldsOf } from "../json-fields.ts";
import { parseNetworks } from "./network.ts";

const counters = {
  rx_bytes: 1,
  rx_packets: 2,
  rx_errors: 3,
  rx_dropped: 4,
  tx_bytes: 5,
  tx_packets: 6,
  tx_errors: 7,
  tx_dropped: 8,
};

const parse = (networks: unknown) => parseNetworks(fieldsOf({ networks }));

describe("network of a sample", () => {
  it("has every interface by its name, spaces and all", () => {
    expect(parse({ eth1: counters, "Ethernet 3": { rx_bytes: 9 } })).toEqual([
      {
        interface: "eth1",
        receivedBytes: 1,
        receivedPackets: 2,
        receiveErrors: 3,
        receiveDropped: 4,
        transmittedBytes: 5,
        transmittedPackets: 6,
        transmitErrors: 7,
        transmitDropped: 8,
      },
      expect.objectContaining({ interface: "Ethernet 3", receivedBytes: 9, transmittedBytes: undefined }),
    ]);
  });

  it.each([undefined, null, "None", [], {}, { lo: counters }, { eth0: null }, { eth0: {} }, { "": counters }])(
    "is empty with %j",
    (networks) => {
      expect(parse(networks)).toEqual([]);
    },
  );

  it("survives names that JavaScript uses itself", () => {
    const networks: unknown = JSON.parse('{"__proto__": {"rx_bytes": 1}, "constructor": {"rx_bytes": 2}}');
    expect(parse(networks).map(({ interface: name, receivedBytes }) => [name, receivedBytes])).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
  });
});
