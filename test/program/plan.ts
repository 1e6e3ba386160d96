import type { TaskPlan } from "../../src/simulate/plan.ts";

/** One task with one of each kind: published and checked, limited, without limits, restarted, ended, not yet started. */
export const plan: TaskPlan = {
  family: "shop",
  revision: "7",
  service: "storefront",
  cpu: 0.5,
  memoryMib: 1024,
  containers: [
    {
      name: "web",
      image: "example.com/shop/web:2.4",
      cpuUnits: 128,
      memoryMib: 256,
      ports: [8080],
      health: "HEALTHY",
      logDriver: "awslogs",
      essential: true,
    },
    {
      name: "worker",
      image: "example.com/shop/worker:2.4",
      restartPolicy: true,
      essential: false,
      startsAfterMs: 250,
      load: { cpuNsPerMs: 200_000, growBytesPerMs: 1024, writeBytesPerMs: 4096 },
    },
    {
      name: "migrate",
      image: "example.com/shop/migrate:2.4",
      essential: false,
      exits: { afterMs: 5_000, exitCode: 0 },
    },
    { name: "late", image: "example.com/shop/late:2.4", essential: false, startsAfterMs: 600_000 },
  ],
};
