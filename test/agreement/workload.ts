import type { ContainerPlan, Load, TaskPlan } from "../../src/simulate/plan.ts";

const mebibyte = 1_048_576;

/** Everything is said, so that what is expected depends on no default. */
const load = (more: Partial<Load>): Load => ({
  cpuNsPerMs: 0,
  anonBytes: 20 * mebibyte,
  fileBytes: 12 * mebibyte,
  inactiveFileBytes: 4 * mebibyte,
  growBytesPerMs: 0,
  growCycleMs: 60_000,
  readBytesPerMs: 0,
  writeBytesPerMs: 0,
  rxBytesPerMs: 0,
  txBytesPerMs: 0,
  processes: 3,
  ...more,
});

export interface LoadedContainer extends ContainerPlan {
  readonly load: Load;
  readonly startsAfterMs: number;
}

export interface LoadedTask extends TaskPlan {
  readonly cpu: number;
  readonly memoryMib: number;
  readonly containers: readonly LoadedContainer[];
}

/** A limited container, and one that has what the task has; no figure is another's. */
export const shop: LoadedTask = {
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
      startsAfterMs: 0,
      load: load({
        cpuNsPerMs: 150_000,
        rxBytesPerMs: 500,
        txBytesPerMs: 300,
        readBytesPerMs: 70,
        writeBytesPerMs: 110,
      }),
    },
    {
      name: "worker",
      image: "example.com/shop/worker:2.4",
      essential: false,
      startsAfterMs: 3_000,
      load: load({
        cpuNsPerMs: 80_000,
        anonBytes: 50 * mebibyte,
        fileBytes: 30 * mebibyte,
        inactiveFileBytes: 10 * mebibyte,
        rxBytesPerMs: 40,
        txBytesPerMs: 20,
        readBytesPerMs: 30,
        writeBytesPerMs: 900,
      }),
    },
  ],
};

/** Another task on the same instance. */
export const orders: LoadedTask = {
  family: "orders",
  revision: "3",
  service: "orders",
  cpu: 2,
  memoryMib: 512,
  containers: [
    {
      name: "api",
      image: "example.com/orders/api:1",
      startsAfterMs: 1_000,
      load: load({ cpuNsPerMs: 400_000, rxBytesPerMs: 7, txBytesPerMs: 9, readBytesPerMs: 1, writeBytesPerMs: 2 }),
    },
  ],
};
