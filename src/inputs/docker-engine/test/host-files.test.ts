import { describe, expect, test } from "vitest";
import { openFakeClock } from "../../../../test/fake-clock.ts";
import { openRoots } from "../host-files/roots.ts";
import { containerId, ecsLabels, fakeContainer } from "./fake-container.ts";
import type { FakeEngine } from "./fake-engine.ts";
import { openBench } from "./harness.ts";
import {
  type HostContainer,
  type HostTree,
  hostV1,
  hostV2,
  machineFiles,
  taskV1,
  taskV2,
  treeFiles,
} from "./host-tree.ts";

const taskId = "0123456789abcdef0123456789abcdef";
const slice = `/ecstasks.slice/ecstasks-${taskId}.slice`;

const onHost = (number: number, changes: Partial<HostContainer> = {}): HostContainer => ({
  id: containerId(number),
  pid: 5000 + number,
  parent: "/docker",
  cpuSeconds: 10 + number,
  memoryBytes: 8_000_000,
  receivedBytes: 100 * number,
  ...changes,
});

/** An engine with containers, whose statistics nobody should ask for. */
const put = (engine: FakeEngine, ...numbers: readonly number[]): void => {
  for (const number of numbers)
    engine.containers.set(containerId(number), fakeContainer(number, { pid: 5000 + number }));
};

const statsAsked = ({ requests }: FakeEngine): readonly string[] => requests.filter((path) => path.includes("/stats"));

describe("with the host's files", () => {
  test("the engine is asked for no statistics, however many containers there are", async () => {
    const numbers = Array.from({ length: 45 }, (_, number) => number + 1);
    const tree = Object.assign(
      machineFiles("/host", "v1"),
      ...numbers.map((number) => hostV1("/host", onHost(number))),
    );
    await using bench = await openBench({}, { files: treeFiles(tree) });
    put(bench.engine, ...numbers);
    const look = await bench.subject.collect();
    expect([look.outcome, look.reports]).toEqual([{ ok: true }, []]);
    expect(look.count("container.cpu.time")).toBe(45);
    for (const number of [1, 20, 45]) {
      expect(look.value(number, "container.cpu.time")).toBe(10 + number);
      expect(look.value(number, "container.network.receive", { interface: "eth0" })).toBe(100 * number);
      expect(look.value(number, "container.stats_path", { path: "host-files" })).toBe(1);
    }
    expect(statsAsked(bench.engine)).toEqual([]);
  });

  test("each container has its own way: files where they are, else the engine, with the reason", async () => {
    const tree = {
      ...machineFiles("/host", "v2"),
      ...hostV2("/host", onHost(1, { parent: "/system.slice" })),
      "/host/proc/5002/cgroup": `0::/../elsewhere/${containerId(2)}\n`,
    };
    await using bench = await openBench({}, { files: treeFiles(tree) });
    put(bench.engine, 1, 2);
    const look = await bench.subject.collect();
    expect(look.value(1, "container.cpu.time")).toBe(11);
    expect(look.value(2, "container.cpu.time")).toBe(5);
    const why =
      "The host's files: its cgroup is not below /host/sys/fs/cgroup; the task's metadata endpoint: it is in no task.";
    expect(look.value(2, "container.stats_path", { path: "docker-stats", why })).toBe(1);
    expect(look.reports).toEqual([]);
  });

  test("off: they are not looked for", async () => {
    const files = treeFiles({ ...machineFiles("/host", "v1"), ...hostV1("/host", onHost(1)) });
    await using bench = await openBench({}, { files, config: { hostFiles: "off" } });
    put(bench.engine, 1);
    const look = await bench.subject.collect();
    expect(look.count("container.stats_path")).toBe(1);
    expect(look.value(1, "container.cpu.time")).toBe(5);
    expect(files.read).toEqual([]);
  });

  test("are found where the configuration says", async () => {
    const tree = { ...machineFiles("/rootfs", "v1"), ...hostV1("/rootfs", onHost(1)), ...machineFiles("/host", "v2") };
    await using bench = await openBench({}, { files: treeFiles(tree), config: { hostRoot: "/rootfs/" } });
    put(bench.engine, 1);
    expect((await bench.subject.collect()).value(1, "container.cpu.time")).toBe(11);
  });

  test("a process number that is somebody else's by now tells nothing", async () => {
    const tree = {
      ...machineFiles("/host", "v1"),
      ...hostV1("/host", onHost(1)),
      "/host/proc/5001/cgroup": "2:memory:/user.slice\n",
    };
    await using bench = await openBench({}, { files: treeFiles(tree) });
    put(bench.engine, 1);
    const look = await bench.subject.collect();
    expect(look.value(1, "container.cpu.time")).toBe(11);
    expect(look.count("container.network.receive")).toBe(0);
  });
});

describe("a container that vanishes", () => {
  const remove = (tree: HostTree, part: string): void => {
    for (const path of Object.keys(tree)) if (path.includes(part)) delete tree[path];
  };

  test("in the middle is no trouble: it is inspected again, and its neighbours have their figures", async () => {
    const tree: HostTree = Object.assign(machineFiles("", "v1"), hostV1("", onHost(1)), hostV1("", onHost(2)));
    await using bench = await openBench({}, { files: treeFiles(tree) });
    put(bench.engine, 1, 2);
    await bench.subject.collect();
    remove(tree, containerId(2));
    remove(tree, "/5002/");
    const during = await bench.subject.collect();
    expect([during.outcome, during.reports]).toEqual([{ ok: true }, []]);
    expect(during.value(1, "container.cpu.time")).toBe(11);
    bench.engine.requests.length = 0;
    const ended = bench.engine.containers.get(containerId(2));
    if (ended !== undefined) Object.assign(ended, { state: "exited", exitCode: 7 });
    const after = await bench.subject.collect();
    expect(after.value(2, "container.exit_code")).toBe(7);
    expect(after.value(2, "container.cpu.time")).toBeUndefined();
    expect(statsAsked(bench.engine)).toEqual([]);
  });

  test("and comes back is followed to its new process", async () => {
    const tree: HostTree = Object.assign(machineFiles("", "v1"), hostV1("", onHost(1)));
    await using bench = await openBench({}, { files: treeFiles(tree) });
    put(bench.engine, 1);
    await bench.subject.collect();
    remove(tree, "/5001/");
    Object.assign(tree, hostV1("", onHost(1, { pid: 6001, cpuSeconds: 1, receivedBytes: 7 })));
    const again = bench.engine.containers.get(containerId(1));
    if (again !== undefined) Object.assign(again, { pid: 6001, startedAt: "2026-03-01T11:00:00Z" });
    await bench.subject.collect();
    const look = await bench.subject.collect();
    expect(look.value(1, "container.cpu.time")).toBe(1);
    expect(look.point(1, "container.cpu.time")?.sinceMs).toBe(Date.parse("2026-03-01T11:00:00Z"));
    expect(look.value(1, "container.network.receive", { interface: "eth0" })).toBe(7);
  });
});

test("sockets of an awsvpc task are counted in its pause container's network, when asked for", async () => {
  const row = (number: number, state: string): string =>
    `   ${number}: 0100007F:1F90 00000000:0000 ${state} 00000000:00000000\n`;
  const tree = {
    ...machineFiles("/host", "v2"),
    ...taskV2("/host", slice),
    ...hostV2("/host", onHost(1, { parent: slice })),
    ...hostV2("/host", onHost(2, { parent: slice })),
    "/host/proc/5001/net/tcp": `header\n${row(0, "0A")}${row(1, "01")}${row(2, "01")}`,
  };
  for (const connections of [true, false]) {
    await using bench = await openBench({}, { files: treeFiles(tree), config: { connections } });
    put(bench.engine, 1, 2);
    const [pause, app] = [1, 2].map((number) => bench.engine.containers.get(containerId(number)));
    Object.assign(pause ?? {}, { networkMode: "none", labels: ecsLabels("~internal~ecs~pause") });
    Object.assign(app ?? {}, { networkMode: `container:${containerId(1)}`, labels: ecsLabels("app") });
    const look = await bench.subject.collect();
    const [task] = [...look.entries.values()].filter(({ resource }) => resource.scope === "task");
    const counted = task?.points.find(
      ({ metric, attributes }) => metric === "task.network.connections" && attributes.state === "established",
    );
    expect(counted?.value).toBe(connections ? 2 : undefined);
    expect(task?.points.find(({ metric }) => metric === "task.cpu.throttled_periods")?.value).toBe(300);
    expect(task?.points.filter(({ metric }) => metric === "task.network.receive")).toMatchObject([{ value: 100 }]);
  }
});

test("on version 1 a task's throttling and limit are those of its own cgroup, and not of Docker's above it", async () => {
  for (const parent of [`/ecs/${taskId}`, "/docker"]) {
    const tree = { ...machineFiles("", "v1"), ...taskV1("", parent), ...hostV1("", onHost(1, { parent })) };
    await using bench = await openBench({}, { files: treeFiles(tree) });
    put(bench.engine, 1);
    Object.assign(bench.engine.containers.get(containerId(1)) ?? {}, { labels: ecsLabels("app") });
    const look = await bench.subject.collect();
    const [task] = [...look.entries.values()].filter(({ resource }) => resource.scope === "task");
    const of = (metric: string) => task?.points.find((point) => point.metric === metric)?.value;
    const own = parent !== "/docker";
    expect(of("task.cpu.throttled_time")).toBe(own ? 45 : undefined);
    expect(of("task.cpu.limit")).toBe(own ? 0.5 : undefined);
    expect(of("task.memory.limit")).toBe(own ? 512 * 1024 * 1024 : undefined);
    expect(look.value(1, "container.memory.limit")).toBe(512 * 1024 * 1024);
  }
});

test("where nothing is found, it is looked for again after a minute", async () => {
  const tree: HostTree = {};
  const clock = openFakeClock();
  const roots = openRoots(treeFiles(tree), clock, {});
  expect(await roots()).toEqual({ why: "there is no cgroup file system at /host/sys/fs/cgroup or /sys/fs/cgroup" });
  Object.assign(tree, machineFiles("/host", "v2"));
  expect(await roots()).toHaveProperty("why");
  await clock.advance(60_000);
  expect(await roots()).toMatchObject({ cgroup: "/host/sys/fs/cgroup", proc: "/host/proc", cpus: 2 });
});
