import type { AttributeDefinition, Family, MetricDefinition } from "../define.ts";

const interfaceAttribute = {
  interface: { description: "Network interface, as the source names it" } satisfies AttributeDefinition,
};

const counters = {
  receive: { what: (owner: string) => `Bytes received by the ${owner}`, unit: "By", field: "rx_bytes" },
  "receive.packets": {
    what: (owner: string) => `Packets received by the ${owner}`,
    unit: "{packet}",
    field: "rx_packets",
  },
  "receive.errors": { what: (owner: string) => `Receive errors of the ${owner}`, unit: "{error}", field: "rx_errors" },
  "receive.packets_dropped": {
    what: (owner: string) => `Packets to the ${owner} that were dropped on receipt`,
    unit: "{packet}",
    field: "rx_dropped",
  },
  transmit: { what: (owner: string) => `Bytes transmitted by the ${owner}`, unit: "By", field: "tx_bytes" },
  "transmit.packets": {
    what: (owner: string) => `Packets transmitted by the ${owner}`,
    unit: "{packet}",
    field: "tx_packets",
  },
  "transmit.errors": {
    what: (owner: string) => `Transmit errors of the ${owner}`,
    unit: "{error}",
    field: "tx_errors",
  },
  "transmit.packets_dropped": {
    what: (owner: string) => `Packets of the ${owner} that were dropped before they were transmitted`,
    unit: "{packet}",
    field: "tx_dropped",
  },
} as const;

type Counter = keyof typeof counters;

const define = (counter: Counter, owner: string) => ({
  kind: "counter" as const,
  unit: counters[counter].unit,
  description: `${counters[counter].what(owner)}, per interface.`,
  attributes: interfaceAttribute,
  source: {
    tmds: `/task/stats networks.*.${counters[counter].field}`,
    docker: `stats networks.*.${counters[counter].field}`,
    host: "/proc/PID/net/dev",
  },
  since: "0.1.0",
});

const taskCounter = (counter: Counter) =>
  ({
    ...define(counter, "task"),
    scope: "task",
    formula:
      "awsvpc: the counters of the task's one network interface, taken once, from the container sampled last; bridge: sum over containers",
    derive: { op: "sum", of: `container.network.${counter}` },
    where: {
      network: ["awsvpc", "bridge"],
      note: "absent in host and none mode, where the source has no counters of the task's own",
    },
  }) as const satisfies MetricDefinition;

const containerCounter = (counter: Counter) =>
  ({
    ...define(counter, "container"),
    scope: "container",
    where: { network: ["bridge"], note: "in awsvpc mode the counters are the task's, and stand there" },
  }) as const satisfies MetricDefinition;

export const taskNetwork = {
  "task.network.receive": taskCounter("receive"),
  "task.network.receive.packets": taskCounter("receive.packets"),
  "task.network.receive.errors": taskCounter("receive.errors"),
  "task.network.receive.packets_dropped": taskCounter("receive.packets_dropped"),
  "task.network.transmit": taskCounter("transmit"),
  "task.network.transmit.packets": taskCounter("transmit.packets"),
  "task.network.transmit.errors": taskCounter("transmit.errors"),
  "task.network.transmit.packets_dropped": taskCounter("transmit.packets_dropped"),
} satisfies Family;

export const containerNetwork = {
  "container.network.receive": containerCounter("receive"),
  "container.network.receive.packets": containerCounter("receive.packets"),
  "container.network.receive.errors": containerCounter("receive.errors"),
  "container.network.receive.packets_dropped": containerCounter("receive.packets_dropped"),
  "container.network.transmit": containerCounter("transmit"),
  "container.network.transmit.packets": containerCounter("transmit.packets"),
  "container.network.transmit.errors": containerCounter("transmit.errors"),
  "container.network.transmit.packets_dropped": containerCounter("transmit.packets_dropped"),
} satisfies Family;
