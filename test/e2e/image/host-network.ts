import { afterAll, beforeAll, expect, test } from "vitest";
import { agentImages } from "../servers/agent-image.ts";
import { readCgroup } from "../servers/cgroup.ts";
import { diskUnder } from "../servers/disk.ts";
import { type InterfaceCounters, inspect, interfaceCounters, publishedPort } from "../servers/docker-answers.ts";
import type { DockerEngine } from "../servers/docker-engine.ts";
import { expectFigures } from "../servers/expect-figures.ts";
import { freshScrapeOf } from "../servers/fresh-scrape.ts";
import { importImages } from "../servers/image.ts";
import { type Inside, startPrometheusInside } from "../servers/inside.ts";
import type { Promql } from "../servers/promql.ts";
import { waitFor } from "../servers/wait.ts";
import { ecsLabelOptions, images, sizes, tasks } from "../servers/workloads.ts";

const port = 9546;
const idle = "while :; do sleep 3600; done";

interface Given {
  readonly engine: () => DockerEngine;
  /** Group of the engine's socket. */
  readonly socketGroup: number;
}

/** The agent as a container of its own image, with the mounts that docs/run-on-ec2.md says, in host network mode. */
export const testInHostNetwork = (given: Given): void => {
  let engine: DockerEngine;
  const stack = new AsyncDisposableStack();
  afterAll(() => stack.disposeAsync());

  let prometheus: Inside & Promql;
  const ids = new Map<string, string>();

  const start = async (name: string, image: string, script: string, ...options: string[]): Promise<void> => {
    const said = [...ecsLabelOptions(tasks.shop, name), ...options];
    const id = await engine.docker("run", "--detach", "--name", name, ...said, image, "sh", "-c", script);
    ids.set(name, id.trim());
  };

  const idOf = (name: string): string => ids.get(name) ?? "";
  const kernel = (name: string) => readCgroup(`${engine.cgroupParent}/${idOf(name)}`);
  const of = (name: string): string => `{container_name="${name}"}`;

  const get = (path: string): Promise<string> =>
    engine.inNetwork("busybox", "wget", "-q", "-O", "-", `http://127.0.0.1:${port}${path}`);

  const freshScrape = (): Promise<void> => freshScrapeOf(prometheus, "docker-engine")();

  beforeAll(async () => {
    engine = given.engine();
    await importImages(engine, ...Object.values(images));
    const disk = diskUnder(engine.dataRoot);
    const burner = start("burner", images.worker, "while :; do :; done", "--cpus", "0.3");
    const writer = start(
      "writer",
      images.worker,
      `dd if=/dev/zero of=/written bs=1M count=8 oflag=direct; echo written; ${idle}`,
      "--device-write-bps",
      `${disk}:10gb`,
    );
    // The shell outlives what the kernel kills.
    const tight = ["--memory", "16m", "--memory-swap", "16m"];
    const greedy = start("greedy", images.worker, `dd if=/dev/zero of=/dev/null bs=64M count=1; ${idle}`, ...tight);
    const web = start(
      "web",
      images.web,
      // A number of its own for each run, so that one can tell which run's metrics were read.
      `head -c 50000 /dev/zero > /www/blob
       echo "app_run $(head -c 3 /dev/urandom | od -An -tu4 | tr -d ' ')" > /www/metrics.txt
       exec httpd -f -p 8080 -h /www`,
      ...["--publish", "8080", "--label", "taskvitals.metrics=prometheus", "--label", "taskvitals.path=/metrics.txt"],
    );
    await Promise.all([burner, writer, greedy, web]);
    await waitFor({
      what: "the writer has written and the kernel has killed",
      attempt: async () =>
        kernel("greedy").oomKills > 0 && (await engine.docker("logs", "writer")).includes("written\n")
          ? true
          : undefined,
    });

    const mounts = [
      `${engine.socket}:/var/run/docker.sock`,
      "/sys/fs/cgroup:/host/sys/fs/cgroup:ro",
      "/proc:/host/proc:ro",
    ];
    await engine.docker(
      "run",
      "--detach",
      "--name",
      "host-agent",
      ...["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "192m"],
      ...["--network", "host", "--group-add", String(given.socketGroup), "--env", "TASKVITALS_INTERVAL_MS=1000"],
      ...mounts.flatMap((mount) => ["--volume", mount]),
      agentImages.own,
    );
    await waitFor({ what: "the agent answers", attempt: () => get("/healthz") });
    prometheus = stack.use(await startPrometheusInside(engine, { port }));
    await freshScrape();
  });

  test("each container's figures are what the kernel's files say, throttling, kills, disk and network too", async () => {
    const network = (field: keyof InterfaceCounters) => async () =>
      (await interfaceCounters(engine, idOf("web"), "eth0"))[field];
    for (let request = 0; request < 5; request += 1) {
      const host = await publishedPort(engine, idOf("web"), "8080/tcp");
      await engine.inNetwork("busybox", "wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${host}/blob`);
    }
    await expectFigures({ freshScrape, prometheus }, [
      { promql: `ecs_container_cpu_usage_seconds_total${of("burner")}`, kernel: () => kernel("burner").cpuSeconds },
      { promql: `ecs_container_cpu_periods_total${of("burner")}`, kernel: () => kernel("burner").periods },
      {
        promql: `ecs_container_cpu_throttled_periods_total${of("burner")}`,
        kernel: () => kernel("burner").throttledPeriods,
      },
      {
        promql: `ecs_container_cpu_throttled_seconds_total${of("burner")}`,
        kernel: () => kernel("burner").throttledSeconds,
      },
      { promql: `ecs_container_memory_oom_kills_total${of("greedy")}`, kernel: () => kernel("greedy").oomKills },
      {
        promql: `ecs_container_disk_written_bytes_total${of("writer")}`,
        kernel: () => kernel("writer").diskWrittenBytes,
      },
      { promql: `ecs_container_disk_writes_completed_total${of("writer")}`, kernel: () => kernel("writer").diskWrites },
      {
        promql: `ecs_container_network_transmit_bytes_total{container_name="web",interface="eth0"}`,
        kernel: network("transmittedBytes"),
      },
      {
        promql: `ecs_container_network_receive_bytes_total{container_name="web",interface="eth0"}`,
        kernel: network("receivedBytes"),
      },
    ]);
    await waitFor({
      what: "the burner is held back, and told to be",
      attempt: async () =>
        (await prometheus.one(`ecs_container_cpu_throttled_periods_total${of("burner")}`)) > 0 ? true : undefined,
    });
    expect(kernel("greedy").oomKills).toBeGreaterThan(0);
    expect(kernel("writer").diskWrittenBytes).toBeGreaterThanOrEqual(sizes.writtenBytes);
    for (const name of ["burner", "greedy", "writer", "web", "host-agent"]) {
      expect(await prometheus.one(`ecs_container_stats_path_info{container_name="${name}",path="host-files"}`)).toBe(1);
    }
  });

  test("an app behind a dynamic port keeps its series through twenty restarts, for the agent and by /sd", async () => {
    const seriesIn = async (): Promise<readonly [string, string] | undefined> => {
      const found = /^(app_run\{[^}]*\}) (\S+)/m.exec(await get("/apps/metrics"));
      return found === null ? undefined : [found[1] ?? "", found[2] ?? ""];
    };
    const present = async (): Promise<string> =>
      (await engine.docker("exec", "web", "cat", "/www/metrics.txt")).trim().split(" ")[1] ?? "";
    /** The file has the old run's number until the new one has said its own. */
    const runAfter = (before: string): Promise<string> =>
      waitFor({
        what: "the app runs anew",
        attempt: async () => {
          const now = await present();
          return now === "" || now === before ? undefined : now;
        },
      });
    const told = (value: string) =>
      waitFor({
        what: `the agent tells the run ${value}`,
        attempt: async () => {
          const now = await seriesIn();
          return now !== undefined && Number(now[1]) === Number(value) ? now[0] : undefined;
        },
      });
    let run = await runAfter("");
    const series = await told(run);
    const ports = new Set<string>();
    for (let turn = 0; turn < 20; turn += 1) {
      await engine.docker("restart", "--time", "0", "web");
      ports.add(String(await publishedPort(engine, "web", "8080/tcp")));
      run = await runAfter(run);
      expect(await told(run)).toBe(series);
    }
    expect(ports.size).toBeGreaterThan(1);
    const last = Number(run);
    await prometheus.until('app_run{target="web"}', (value) => value === last);
    expect(await prometheus.one("count(count by (instance, target, slot) (last_over_time(app_run[30m])))")).toBe(1);
    expect(await inspect(engine, "host-agent", "{{.RestartCount}} {{.State.Running}}")).toBe("0 true");
  });
};
