import type { Availability, CgroupName, LaunchName, MetricDefinition } from "../../src/catalogue/define.ts";

type Metrics = Readonly<Record<string, MetricDefinition>>;

const launches: readonly (readonly [LaunchName, string])[] = [
  ["fargate", "Fargate"],
  ["ec2", "EC2"],
  ["managed-instances", "Managed Instances"],
  ["anywhere", "Anywhere"],
  ["docker", "Docker"],
];
const networks = ["awsvpc", "bridge", "host"] as const;
const cgroups: readonly (readonly [CgroupName, string])[] = [
  ["v1", "cgroup v1"],
  ["v2", "cgroup v2"],
  ["windows", "Windows"],
];

export const availabilityHeadings: readonly string[] = [
  ...launches.map(([, heading]) => heading),
  ...networks,
  ...cgroups.map(([, heading]) => heading),
];

/** Where what a metric is made of exists, unless the metric says where it does. */
const inherited = ({ where, derive }: MetricDefinition, metrics: Metrics): Availability => {
  const of = derive === undefined ? undefined : metrics[derive.of];
  return of === undefined ? (where ?? {}) : { ...inherited(of, metrics), ...where };
};

const has = <Name extends string>(list: readonly Name[] | undefined, name: Name): boolean =>
  list === undefined || list.includes(name);

/** A container that ECS did not start has no task, and no metadata endpoint either. */
const onPlainDocker = ({ scope, source, derive }: MetricDefinition): boolean =>
  scope !== "task" && (derive !== undefined || source?.docker !== undefined || source?.host !== undefined);

/** A cell for every heading: yes or nothing. */
export const availabilityCells = (metric: MetricDefinition, metrics: Metrics): readonly string[] => {
  const { launch, network, cgroup } = inherited(metric, metrics);
  return [
    ...launches.map(([name]) => has(launch, name) && (name !== "docker" || onPlainDocker(metric))),
    ...networks.map((name) => has(network, name)),
    ...cgroups.map(([name]) => has(cgroup, name)),
  ].map((yes) => (yes ? "yes" : ""));
};
