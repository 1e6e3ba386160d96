import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { diskUnder } from "./disk.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { waitFor } from "./wait.ts";

export const images = { web: "taskvitals-e2e/web:1", worker: "taskvitals-e2e/worker:1" } as const;

interface EcsTask {
  readonly arn: string;
  readonly cluster: string;
  readonly family: string;
  readonly revision: string;
}

const task = (family: string, revision: string, id: string): EcsTask => ({
  arn: `arn:aws:ecs:eu-west-1:123456789012:task/e2e/${id}`,
  cluster: "e2e",
  family,
  revision,
});

export const tasks = {
  shop: task("shop", "7", "0123456789abcdef0123456789abcdef"),
  batch: task("batch", "3", "fedcba9876543210fedcba9876543210"),
} as const;

/** The labels that the ECS agent puts on every container it creates. */
export const ecsLabelOptions = ({ arn, cluster, family, revision }: EcsTask, containerName: string): string[] =>
  Object.entries({
    "task-arn": arn,
    cluster,
    "container-name": containerName,
    "task-definition-family": family,
    "task-definition-version": revision,
  }).flatMap(([name, value]) => ["--label", `com.amazonaws.ecs.${name}=${value}`]);

const idle = "while :; do sleep 3600; done";

export const sizes = { holderBytes: 40 * 1024 ** 2, cachedBytes: 16 * 1024 ** 2, writtenBytes: 8 * 1024 ** 2 } as const;

/** Everything that runs on the test's host: two ECS tasks, and two containers that ECS did not start. */
const workloads = (disk: string, told: string) =>
  ({
    burner: {
      task: tasks.shop,
      image: images.worker,
      options: ["--cpus", "0.5", "--memory", "64m"],
      script: "while :; do :; done",
    },
    web: {
      task: tasks.shop,
      image: images.web,
      options: ["--publish", "8080"],
      script: "head -c 50000 /dev/zero > /www/blob; exec httpd -f -p 8080 -h /www",
    },
    holder: {
      task: tasks.batch,
      image: images.worker,
      options: ["--memory", "128m", "--memory-reservation", "96m"],
      // dd fills its block with pages of its own and then waits for a reader that never reads.
      script: `dd if=/dev/zero of=/cached bs=1M count=16 conv=fsync
        dd if=/dev/zero bs=40M count=1 | { echo full; ${idle}; }`,
    },
    writer: {
      task: tasks.batch,
      image: images.worker,
      // Linux 6.9 and later count a cgroup v1's bytes only once a throttle is set on the disk; this one is never reached.
      // Past the page cache: what the kernel writes back in its own time counts for no cgroup of v1.
      options: ["--device-write-bps", `${disk}:10gb`, "--device-read-bps", `${disk}:10gb`],
      script: `dd if=/dev/zero of=/written bs=1M count=8 oflag=direct; echo written; ${idle}`,
    },
    failing: { task: tasks.batch, image: images.worker, options: [], script: "exit 3" },
    greedy: {
      task: tasks.batch,
      image: images.worker,
      options: ["--memory", "16m", "--memory-swap", "16m", "--volume", `${told}:/told:ro`],
      // What is killed before containerd listens, and a cgroup that is gone before it has read the notice, it misses.
      script: `until [ -e /told/begin ]; do sleep 0.1; done
        dd if=/dev/zero of=/dev/null bs=64M count=1; code=$?
        until [ -e /told/end ]; do sleep 0.1; done
        exit $code`,
    },
    stray: { task: undefined, image: images.web, options: [], script: idle },
    flaky: { task: undefined, image: images.worker, options: ["--restart", "on-failure:2"], script: "exit 1" },
  }) as const;

export type WorkloadName = keyof ReturnType<typeof workloads>;

/** Docker's id of each container, by its name. */
export type Running = Readonly<Record<WorkloadName, string>>;

/** Lets the greedy one be killed for its memory, and end when the engine knows of it. */
const killGreedy = async (engine: DockerEngine, told: string): Promise<void> => {
  const since = String(Math.floor(Date.now() / 1000) - 1);
  await writeFile(join(told, "begin"), "");
  const killed = ["--filter", "container=greedy", "--filter", "event=oom"];
  await waitFor({
    what: "the engine knows that the greedy container was killed for its memory",
    attempt: async () => {
      const until = String(Math.ceil(Date.now() / 1000));
      const events = await engine.docker("events", "--since", since, "--until", until, ...killed);
      return events.includes("oom") ? true : undefined;
    },
    everyMs: 200,
  });
  await writeFile(join(told, "end"), "");
};

export const startWorkloads = async (engine: DockerEngine): Promise<Running> => {
  const told = join(dirname(engine.dataRoot), "told");
  await mkdir(told, { recursive: true });
  const all = workloads(diskUnder(engine.dataRoot), told);
  const start = async (name: WorkloadName): Promise<string> => {
    const { task: owner, image, options, script } = all[name];
    const marks = owner === undefined ? [] : ecsLabelOptions(owner, name);
    const id = await engine.docker("run", "--detach", "--name", name, ...marks, ...options, image, "sh", "-c", script);
    return id.trim();
  };
  const [burner, web, holder, writer, failing, greedy, stray, flaky] = await Promise.all([
    start("burner"),
    start("web"),
    start("holder"),
    start("writer"),
    start("failing"),
    start("greedy"),
    start("stray"),
    start("flaky"),
  ]);
  await killGreedy(engine, told);
  return { burner, web, holder, writer, failing, greedy, stray, flaky };
};
