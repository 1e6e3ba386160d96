import { type Agent, startAgent } from "./agent.ts";
import { type CgroupReading, readCgroup } from "./cgroup.ts";
import { inspect } from "./docker-answers.ts";
import { type DockerEngine, startDockerEngine } from "./docker-engine.ts";
import { importImages } from "./image.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";
import { waitFor } from "./wait.ts";
import { images, type Running, sizes, startWorkloads, type WorkloadName } from "./workloads.ts";

/** Docker before 25 gives no sample sooner than its own collector's next round, a second or two later. */
const intervalMs = 3_000;

const input = '{input="docker-engine"}';

/** A Docker host with all workloads, the agent on it, and a Prometheus that scrapes the agent. */
export interface DockerHost extends AsyncDisposable {
  readonly engine: DockerEngine;
  readonly containers: Running;
  readonly agent: Agent;
  readonly prometheus: Prometheus;
  readonly cgroup: (name: WorkloadName) => CgroupReading;
  /** Waits until Prometheus has scraped a collection that began later than now. */
  readonly freshScrape: () => Promise<void>;
}

export const startDockerHost = async (): Promise<DockerHost> => {
  await using stack = new AsyncDisposableStack();
  const engine = stack.use(await startDockerEngine());
  await importImages(engine, ...Object.values(images));
  const containers = await startWorkloads(engine);
  const agent = stack.use(
    await startAgent({ env: { DOCKER_HOST: `unix://${engine.socket}`, TASKVITALS_INTERVAL_MS: String(intervalMs) } }),
  );
  const prometheus = stack.use(await startPrometheus(`127.0.0.1:${agent.port}`));
  const cgroup = (name: WorkloadName): CgroupReading => readCgroup(`${engine.cgroupParent}/${containers[name]}`);

  const freshScrape = async (): Promise<void> => {
    const now = Date.now() / 1000;
    const began = `taskvitals_input_last_success_timestamp_seconds${input} - taskvitals_input_duration_seconds${input}`;
    await prometheus.until(began, 20_000, (seconds) => seconds > now);
  };

  await waitFor({
    what: "the memory holder holds its memory and the writer has written",
    deadlineMs: 30_000,
    attempt: async () =>
      cgroup("holder").memoryAnonymousBytes >= sizes.holderBytes &&
      (await engine.docker("logs", containers.writer)).includes("written\n")
        ? true
        : undefined,
  });
  await waitFor({
    what: "the containers that fail have failed for good",
    deadlineMs: 30_000,
    attempt: async () => {
      const flaky = await inspect(engine, "flaky", "{{.RestartCount}} {{.State.Status}}");
      const greedy = await inspect(engine, "greedy", "{{.State.Status}}");
      return flaky === "2 exited" && greedy === "exited" ? true : undefined;
    },
  });
  await freshScrape();
  const owned = stack.move();
  return {
    engine,
    containers,
    agent,
    prometheus,
    cgroup,
    freshScrape,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
