import { freePort } from "../../free-port.ts";
import { type Agent, startAgent } from "./agent.ts";
import { type CgroupReading, readCgroup } from "./cgroup.ts";
import { inspect } from "./docker-answers.ts";
import { type DockerEngine, startDockerEngine } from "./docker-engine.ts";
import { freshScrapeOf } from "./fresh-scrape.ts";
import { importImages } from "./image.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";
import { waitFor } from "./wait.ts";
import { images, type Running, sizes, startWorkloads, type WorkloadName } from "./workloads.ts";

/** Docker before 25 gives no sample sooner than its own collector's next round, a second or two later. */
const intervalMs = 3_000;

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

/** @param env what the agent finds besides, in its environment */
export const startDockerHost = async (env: Readonly<Record<string, string>> = {}): Promise<DockerHost> => {
  await using stack = new AsyncDisposableStack();
  const engine = stack.use(await startDockerEngine());
  await importImages(engine, ...Object.values(images));
  const port = await freePort();
  const said = { DOCKER_HOST: `unix://${engine.socket}`, TASKVITALS_INTERVAL_MS: String(intervalMs), ...env };
  const [containers, agent, prometheus] = await Promise.all([
    startWorkloads(engine),
    startAgent({ port, env: said }).then((it) => stack.use(it)),
    startPrometheus(`127.0.0.1:${port}`).then((it) => stack.use(it)),
  ]);
  const cgroup = (name: WorkloadName): CgroupReading => readCgroup(`${engine.cgroupParent}/${containers[name]}`);
  const freshScrape = freshScrapeOf(prometheus, "docker-engine");

  await waitFor({
    what: "the memory holder holds its memory and the writer has written",
    attempt: async () =>
      cgroup("holder").memoryAnonymousBytes >= sizes.holderBytes &&
      (await engine.docker("logs", containers.writer)).includes("written\n")
        ? true
        : undefined,
  });
  await waitFor({
    what: "the containers that fail have failed for good",
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
