import type { Snapshot } from "../../../model/snapshot.ts";
import { containerEntry, network, noonMs, point, snapshotOf, taskEntry, taskOf, usage } from "./samples.ts";

/** A Fargate task as its sidecar sees it: two containers that run, one that has done its work, and ECS's own. */
export const fargateScene = (takenAtMs: number): Snapshot => {
  const atMs = takenAtMs - 1500;
  const step = (takenAtMs - noonMs) / 10_000;
  const task = taskOf("0f1e2d3c4b5a69788796a5b4c3d2e1f0", { cluster: "shop", service: "web" });
  return snapshotOf(takenAtMs, [
    taskEntry(
      task,
      "RUNNING",
      [
        point("task.cpu.limit", 0.25, atMs),
        point("task.memory.limit", 268_435_456, atMs),
        ...network("task", atMs, "eth1", 1000 + step, 500),
        point("task.ephemeral_storage.used", 262_144_000, atMs),
        point("task.ephemeral_storage.allocated", 21_474_836_480, atMs),
        point("task.containers", 2, atMs, { attributes: { status: "RUNNING" } }),
        point("task.containers", 1, atMs, { attributes: { status: "STOPPED" } }),
      ],
      atMs,
    ),
    containerEntry(
      { name: "web", image: "nginx:1.27", type: "NORMAL", labels: { note: "kept-from-mackerel" } },
      task,
      "RUNNING",
      [
        ...usage(atMs, 0.1 + step / 100, 64),
        point("container.memory.limit", 134_217_728, atMs),
        point("container.cpu.utilization", 0.4 + step / 25, atMs),
        point("container.memory.utilization", 0.5, atMs),
        point("container.memory.rss", 50_000_000, atMs),
        point("container.memory.cache", 9_000_000, atMs),
        point("container.disk.read", 4096, atMs, { perSecond: 12.5 }),
        point("container.disk.written", 8192, atMs, { perSecond: 25 }),
        point("container.health.status", 1, atMs, { attributes: { status: step < 3 ? "UNKNOWN" : "HEALTHY" } }),
        point("container.health.status", 0, atMs, { attributes: { status: "UNHEALTHY" } }),
        point("container.restarts", 2, atMs),
      ],
      atMs,
    ),
    containerEntry(
      { name: "side.car", type: "NORMAL" },
      task,
      "RUNNING",
      [...usage(atMs, step === 0 ? undefined : 0.05, 32), point("container.memory.limit", 268_435_456, atMs)],
      atMs,
    ),
    containerEntry(
      { name: "migrate", type: "NORMAL" },
      task,
      "STOPPED",
      [point("container.memory.limit", 1e8, atMs)],
      atMs,
    ),
    containerEntry({ name: "~internal~ecs~pause", type: "CNI_PAUSE" }, task, "RUNNING", usage(atMs, 0, 0.5), atMs),
  ]);
};

/** An EC2 instance with two bridge tasks of one family, one of another in awsvpc, and a container that ECS did not start. */
export const daemonScene = (takenAtMs: number): Snapshot => {
  const atMs = takenAtMs - 1500;
  const bridge = ["aaaa", "bbbb"].map((id) => taskOf(id, { launchType: "EC2", networkMode: "bridge", family: "api" }));
  const lone = taskOf("cccc", { launchType: "EC2", family: "batch" });
  return snapshotOf(
    takenAtMs,
    [
      ...bridge.flatMap((task, place) => [
        taskEntry(task, undefined, network("task", atMs, "eth0", 100 * (place + 1), 10), atMs),
        containerEntry(
          { name: "api" },
          task,
          "RUNNING",
          [
            ...usage(atMs, 0.5 * (place + 1), 100),
            ...network("container", atMs, "eth0", 100 * (place + 1), 10),
            point("container.memory.limit", 268_435_456, atMs),
            point("container.cpu.utilization", 0.25 * (place + 1), atMs),
            point("container.pids", 12, atMs),
          ],
          atMs,
        ),
      ]),
      taskEntry(lone, undefined, network("task", atMs, "eth0", 7, 3), atMs),
      containerEntry({ name: "job" }, lone, "RUNNING", usage(atMs, 1.5, 10), atMs),
      containerEntry({ name: "registry-mirror" }, undefined, "RUNNING", usage(atMs, 0.1, 10), atMs),
    ],
    "daemon",
  );
};
