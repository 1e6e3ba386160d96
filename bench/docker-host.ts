import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  containerId,
  ecsLabels,
  type FakeContainer,
  fakeContainer,
} from "../src/inputs/docker-engine/test/fake-container.ts";
import { openFakeEngine } from "../src/inputs/docker-engine/test/fake-engine.ts";
import {
  type HostTree,
  hostV1,
  hostV2,
  machineFiles,
  taskV1,
  taskV2,
} from "../src/inputs/docker-engine/test/host-tree.ts";
import { type Scenario, startMs } from "./scenario.ts";
import { steppedClock } from "./stepped-clock.ts";

/**
 * A Docker host in a process of its own: an engine that answers as Docker 25 and later do, and the host's files in a
 * folder. Keeps to the protocol of `endpoint.ts`.
 */
const scenario: Scenario = JSON.parse(process.argv[2] ?? "{}");
const version = scenario.shape === "docker-host-files-v1" ? "v1" : "v2";
const [container, task] = version === "v1" ? [hostV1, taskV1] : [hostV2, taskV2];

const folder = mkdtempSync(join(tmpdir(), "taskvitals-bench-"));
const clock = steppedClock(startMs);
const engine = await openFakeEngine({
  listen: { socketPath: join(folder, "docker.sock") },
  apiVersion: "1.44",
  now: clock.now,
});

const write = (tree: HostTree): void => {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(folder + path), { recursive: true });
    writeFileSync(folder + path, text ?? "");
  }
};

const taskId = (number: number): string => number.toString(16).padStart(32, "0");
const parentOf = (number: number): string =>
  version === "v1" ? `/ecs/${taskId(number)}` : `/ecstasks.slice/ecstasks-${taskId(number)}.slice`;

const all: { readonly fake: FakeContainer; readonly parent: string }[] = [];
write(machineFiles("", version));
for (let place = 0; place < scenario.tasks; place += 1) {
  const parent = parentOf(place);
  write(task("", parent));
  for (let one = 0; one < scenario.containersPerTask; one += 1) {
    const number = 1 + place * scenario.containersPerTask + one;
    const fake = fakeContainer(number, {
      labels: ecsLabels(`app-${one}`, taskId(place)),
      pid: 10_000 + number,
      hostConfig: { CgroupParent: version === "v1" ? parent : parent.slice(parent.lastIndexOf("/") + 1) },
      networkMode: "bridge",
    });
    engine.containers.set(containerId(number), fake);
    all.push({ fake, parent });
  }
}

const filesOf = ({ id, pid, cpuNanoseconds, memoryBytes }: FakeContainer, parent: string): HostTree =>
  container("", { id, pid, parent, cpuSeconds: cpuNanoseconds / 1e9, memoryBytes, receivedBytes: 1_000_000 });

/** Memory and network stand still, so that the host does not cost more than the agent. */
const changing = /\/cpu\.stat$|\/cpuacct\.usage$/;

const advance = (ms: number, isFirst = false): void => {
  clock.advance(ms);
  for (const { fake, parent } of all) {
    fake.cpuNanoseconds += 250_000 * ms;
    if (scenario.shape === "docker-one-shot") continue;
    const files = Object.entries(filesOf(fake, parent));
    write(Object.fromEntries(files.filter(([path]) => isFirst || changing.test(path))));
  }
};
advance(0, true);

process.on("message", (ms: number) => {
  advance(ms);
  process.send?.(ms);
});
process.on("disconnect", () => process.exit());
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("SIGTERM", () => process.exit());
process.send?.({
  environment: {
    DOCKER_HOST: engine.host,
    TASKVITALS_INPUTS_DOCKER_ENGINE_HOST_ROOT: folder,
    TASKVITALS_INPUTS_DOCKER_ENGINE_HOST_FILES: scenario.shape === "docker-one-shot" ? "off" : "auto",
    TASKVITALS_INPUTS_DOCKER_ENGINE_INTROSPECTION: "off",
  },
});
