import type { ContainerPlan, TaskPlan } from "./plan.ts";

const mib = 1_048_576;
const services = ["storefront", "orders", "payments", "search", "mail"];
const names = ["web", "worker", "cache"];

/** Different in every container, and the same every time. */
const container = (task: number, place: number): ContainerPlan => {
  const step = (task + 2 * place) % 7;
  const isWeb = place % names.length === 0;
  const grows = place % names.length === 2;
  return {
    name: place < names.length ? (names[place] ?? "web") : `app-${place + 1}`,
    image: `example.com/${names[place % names.length]}:1.${task % 10}`,
    essential: place === 0,
    ...(isWeb ? { ports: [8080], health: "HEALTHY" as const } : {}),
    ...(place === 1 ? {} : { cpuUnits: 64, memoryMib: 256 }),
    logDriver: "awslogs",
    // Containers of a task start one after the other, so that their readings do not fall together.
    startsAfterMs: (place % 20) * 137,
    load: {
      cpuNsPerMs: 10_000 * (1 + step),
      anonBytes: (24 + 8 * step) * mib,
      growBytesPerMs: grows ? 1_024 : 0,
      rxBytesPerMs: isWeb ? 40 + 10 * step : 0,
      txBytesPerMs: isWeb ? 160 + 40 * step : 0,
      writeBytesPerMs: 64 * (1 + step),
    },
  };
};

/** So many tasks of a handful of services, each with so many containers: web, worker, cache, app-4, ... */
export const plannedTasks = (tasks: number, containersPerTask: number): TaskPlan[] =>
  Array.from({ length: tasks }, (_, task) => {
    const service = services[task % services.length] ?? "storefront";
    return {
      family: service,
      revision: String(3 + (task % 4)),
      service,
      cpu: 0.5,
      memoryMib: 1024,
      tags: { team: "shop" },
      containers: Array.from({ length: containersPerTask }, (_, place) => container(task, place)),
    };
  });

/** The task that a managed daemon is. */
export const daemonPlan: TaskPlan = {
  family: "taskvitals",
  cpu: 0.25,
  memoryMib: 512,
  containers: [{ name: "taskvitals", image: "example.com/taskvitals:1.0", load: { cpuNsPerMs: 5_000 } }],
};
