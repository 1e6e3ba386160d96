import { catalogue, type MetricId, metricIds } from "../catalogue.ts";
import type { MetricDefinition, Unit } from "../define.ts";

/** What an attribute of the catalogue is called, and its values where they differ. */
export interface OtlpAttribute {
  readonly name: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** A metric in OpenTelemetry's terms. Several of the catalogue may be one there, told apart by a fixed attribute. */
export interface OtlpMetric {
  readonly name: string;
  readonly description: string;
  /** UCUM. */
  readonly unit: string;
  /** sum: monotonic and cumulative; states: a gauge for every state, 1 for the present one. */
  readonly data: "sum" | "gauge" | "states";
  /** Its values are whole numbers. */
  readonly whole: boolean;
  /** By the catalogue's name. */
  readonly attributes: Readonly<Record<string, OtlpAttribute>>;
  readonly fixed: Readonly<Record<string, string>>;
  /** The states known, for `states`. */
  readonly states: readonly string[];
}

type Owner = "task" | "container";

/** Two metrics of the catalogue that the semantic conventions have as one, with the direction as an attribute. */
interface TwoWay {
  /** After the owner. */
  readonly name: string;
  readonly what: (owner: Owner) => string;
  readonly attribute: "network.io.direction" | "disk.io.direction";
  /** Direction -> the metric's id after the owner. */
  readonly ways: Readonly<Record<string, string>>;
}

const network = (name: string, what: TwoWay["what"], ending: string): TwoWay => ({
  name: `network.${name}`,
  what,
  attribute: "network.io.direction",
  ways: { receive: `network.receive${ending}`, transmit: `network.transmit${ending}` },
});

const disk = (name: string, what: TwoWay["what"], read: string, write: string): TwoWay => ({
  name: `disk.${name}`,
  what,
  attribute: "disk.io.direction",
  ways: { read: `disk.${read}`, write: `disk.${write}` },
});

/** `io` as in the conventions' `container.*`, the others as in their `system.*`, which `container.*` lacks. */
const twoWay: readonly TwoWay[] = [
  network("io", (owner) => `Bytes received and transmitted by the ${owner}.`, ""),
  network("packet.count", (owner) => `Packets received and transmitted by the ${owner}.`, ".packets"),
  network("packet.dropped", (owner) => `Packets of the ${owner} that were dropped.`, ".packets_dropped"),
  network("errors", (owner) => `Network errors of the ${owner}.`, ".errors"),
  disk("io", (owner) => `Bytes read from and written to block devices by the ${owner}.`, "read", "written"),
  disk(
    "operations",
    (owner) => `Reads from and writes to block devices by the ${owner}.`,
    "reads_completed",
    "writes_completed",
  ),
];

/** States of a connection as the conventions spell them; the others are spelled the same. */
const connectionStates = {
  close: "closed",
  fin_wait1: "fin_wait_1",
  fin_wait2: "fin_wait_2",
  syn_recv: "syn_received",
} as const;

/** Attributes that the conventions have a name for. */
const attributeNames: Readonly<Record<string, OtlpAttribute>> = {
  interface: { name: "network.interface.name" },
  mode: { name: "cpu.mode" },
  mount: { name: "system.filesystem.mountpoint" },
  state: { name: "network.connection.state", values: connectionStates },
};

/** A vCPU is a `{cpu}` there. */
const unitOf = (unit: Unit): string => (unit === "{vcpu}" ? "{cpu}" : unit);

const fractional: ReadonlySet<Unit> = new Set<Unit>(["s", "1", "{vcpu}"]);

/** `container.*` are the conventions' own names, or what they would be; a task's metrics are below `ecs.`. */
const nameOf = (id: string, { scope }: MetricDefinition): string => (scope === "task" ? `ecs.${id}` : id);

interface Together {
  readonly name: string;
  readonly description: string;
  readonly fixed: Readonly<Record<string, string>>;
}

const together = new Map<string, Together>();
for (const owner of ["task", "container"] as const) {
  for (const { name, what, attribute, ways } of twoWay) {
    for (const [direction, ending] of Object.entries(ways)) {
      together.set(`${owner}.${ending}`, {
        name: `${owner}.${name}`,
        description: what(owner),
        fixed: { [attribute]: direction },
      });
    }
  }
}

const metric = (id: MetricId): OtlpMetric => {
  const definition = catalogue[id];
  const { kind, unit, attributes = {} } = definition;
  const { name, description, fixed } = together.get(id) ?? { name: id, description: definition.description, fixed: {} };
  const shown = Object.keys(attributes).filter((key) => kind !== "state" || key !== "status");
  return {
    name: nameOf(name, definition),
    description,
    unit: unitOf(unit),
    data: kind === "counter" ? "sum" : kind === "state" ? "states" : "gauge",
    whole: !fractional.has(unit),
    attributes: Object.fromEntries(shown.map((key) => [key, attributeNames[key] ?? { name: key }])),
    fixed,
    states: kind === "state" ? (attributes.status?.values ?? []) : [],
  };
};

/** By id, in the catalogue's order. What only describes (`info`) is no metric there: resources have attributes. */
export const otlpMetrics: ReadonlyMap<string, OtlpMetric> = new Map(
  metricIds.filter((id) => catalogue[id].kind !== "info").map((id) => [id, metric(id)]),
);

/** The names that the semantic conventions have (stability: development), and how ours stand to them. */
export const otlpConventions: Readonly<Record<string, string>> = {
  "container.cpu.time":
    "The same, without `cpu.mode`: the modes are `container.cpu.mode_time`, since on cgroup v1 their sum is not the whole.",
  "container.cpu.usage": "The same, over the last two samples.",
  "container.memory.usage": "A gauge; the conventions say counter, though it falls.",
  "container.disk.io": "The same, over all devices: no `system.device`.",
  "container.network.io": "The same. In awsvpc mode the figures are the task's: `ecs.task.network.io`.",
};
