/** A task metadata endpoint. */
export type EcsShape = "fargate" | "managed-daemon" | "ec2-awsvpc";

/** A Docker host, by the way its containers' figures are read. */
export type DockerShape = "docker-host-files-v2" | "docker-host-files-v1" | "docker-one-shot";

/** One kind of task or host to measure. */
export interface Scenario {
  readonly name: string;
  readonly shape: EcsShape | DockerShape;
  readonly tasks: number;
  readonly containersPerTask: number;
  /** Where the endpoint's clock begins; a fixed moment when left out, so that runs compare. */
  readonly startMs?: number;
  /** Budgets, where this size has one: CPU of a collection in ms, share of a core at 10 s, a scrape in ms. */
  readonly budget?: { readonly collectionMs?: number; readonly coreShare?: number; readonly scrapeMs?: number };
}

export const taskOfTen: Scenario = {
  name: "task of 10",
  shape: "fargate",
  tasks: 1,
  containersPerTask: 10,
  budget: { collectionMs: 3, scrapeMs: 1 },
};

export const scenarios: readonly Scenario[] = [
  { name: "task of 3", shape: "fargate", tasks: 1, containersPerTask: 3 },
  taskOfTen,
  { name: "task of 50", shape: "fargate", tasks: 1, containersPerTask: 50 },
  { name: "daemon of 200", shape: "managed-daemon", tasks: 40, containersPerTask: 5, budget: { coreShare: 0.01 } },
];

const dockerHost = { tasks: 40, containersPerTask: 5, budget: { coreShare: 0.01 } } as const;

/** An EC2 container instance with many containers, seen by a daemon. */
export const dockerScenarios: readonly Scenario[] = [
  { name: "host files, cgroup v2", shape: "docker-host-files-v2", ...dockerHost },
  { name: "host files, cgroup v1", shape: "docker-host-files-v1", ...dockerHost },
  { name: "engine, one-shot", shape: "docker-one-shot", ...dockerHost },
];

/** Between two collections, as in production. */
export const intervalMs = 10_000;
/** Ten minutes of them. */
export const ticks = 60;
/** A fixed moment, so that runs compare. */
export const startMs = Date.UTC(2026, 0, 1);
