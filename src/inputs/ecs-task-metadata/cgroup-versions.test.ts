import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runCase } from "../../../test/metadata-cases/run-case.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { ContainerPlan, Load } from "../../simulate/plan.ts";

const mib = 1024 * 1024;

/** Any workload whose memory adds up. Counters stay far below 2^53. */
const load: fc.Arbitrary<Partial<Load>> = fc
  .record({
    cpuNsPerMs: fc.integer({ min: 0, max: 4_000_000 }),
    anonBytes: fc.integer({ min: mib, max: 4096 * mib }),
    fileBytes: fc.integer({ min: 0, max: 2048 * mib }),
    inactive: fc.integer({ min: 0, max: 100 }),
    growBytesPerMs: fc.integer({ min: 0, max: 1000 }),
    readBytesPerMs: fc.integer({ min: 1, max: 1_000_000 }),
    writeBytesPerMs: fc.integer({ min: 0, max: 1_000_000 }),
    rxBytesPerMs: fc.integer({ min: 0, max: 1_000_000 }),
    txBytesPerMs: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ inactive, ...rest }) => ({ ...rest, inactiveFileBytes: Math.floor((rest.fileBytes * inactive) / 100) }));

const containers: fc.Arbitrary<readonly ContainerPlan[]> = fc
  .array(fc.tuple(load, fc.integer({ min: 0, max: 20_000 })), { minLength: 1, maxLength: 4 })
  .map((plans) => plans.map(([work, startsAfterMs], place) => ({ name: `app-${place}`, startsAfterMs, load: work })));

/** What both versions tell: not the operations (v1 only), nor user and kernel time (10 ms steps on v1). */
const common = [
  "container.cpu.time",
  "container.cpu.usage",
  "container.cpu.utilization",
  "container.memory.usage",
  "container.memory.working_set",
  "container.memory.cache",
  "container.memory.rss",
  "container.memory.mapped_file",
  "container.memory.limit",
  "container.memory.page_faults",
  "container.network",
  "container.disk.read$",
  "container.disk.written$",
  "task.cpu",
  "task.memory",
  "task.network",
  "task.disk.read$",
  "task.disk.written$",
];

const told = (entries: readonly Entry[]) =>
  entries.flatMap(({ resource, points }) =>
    points
      .filter(({ metric }) => common.some((wanted) => `${metric}$`.startsWith(wanted)))
      .map(({ metric, value, attributes, atMs }) => ({ key: resource.key, metric, value, attributes, atMs })),
  );

const given = {
  about: "",
  but: {},
  endpoint: "v4" as const,
  config: {},
  files: {},
  fileSystems: {},
  containers: {},
  stats: {},
  show: [""],
  steps: [60, 70, 81.5].map((at) => ({ at, containers: {}, stats: {}, replies: {}, faults: [] })),
};

describe("one workload on cgroup v1 and on cgroup v2", () => {
  it.each([
    ["ec2-bridge-v1", "ec2-bridge"],
    ["ec2-awsvpc-v1", "ec2-awsvpc"],
    ["ec2-host-v1", "ec2-host"],
    ["fargate", "fargate-v2"],
  ] as const)("gives the same cores, working set, network and disk: %s and %s", async (v1, v2) => {
    await fc.assert(
      fc.asyncProperty(containers, async (plans) => {
        const plan = { family: "any", revision: "1", cpu: 2, memoryMib: 8192, containers: plans };
        const one = await runCase({ ...given, shape: v1 }, plan);
        const two = await runCase({ ...given, shape: v2 }, plan);
        const [ofV1, ofV2] = [one, two].map(({ outcomes }) => outcomes.map(({ entries }) => told(entries)));
        expect(ofV1).toEqual(ofV2);
        const metrics = new Set<string>(ofV1?.flat().map(({ metric }) => metric));
        for (const metric of ["container.cpu.usage", "container.memory.working_set", "container.disk.read"]) {
          expect(metrics.has(metric), metric).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });
});
