import { beforeAll, describe, expect, test } from "vitest";
import { countByImage, inspect } from "../servers/docker-answers.ts";
import type { DockerEngine } from "../servers/docker-engine.ts";
import type { DockerHost } from "../servers/docker-host.ts";
import { expectFigures } from "../servers/expect-figures.ts";
import type { Prometheus } from "../servers/prometheus.ts";
import { feed } from "../servers/run.ts";
import { tasks, type WorkloadName } from "../servers/workloads.ts";

/** Containers and an engine that come and go. Ends the engine and the agent. */
export const testLifecycle = (given: () => DockerHost): void => {
  let host: DockerHost;
  let engine: DockerEngine;
  let prometheus: Prometheus;

  beforeAll(() => {
    host = given();
    ({ engine, prometheus } = host);
  });

  const of = (name: WorkloadName): string => `{container_name="${name}"}`;

  test("every scrape of the real Prometheus is taken, without a sample refused", async () => {
    expect(await prometheus.one("scrape_samples_scraped - scrape_samples_post_metric_relabeling")).toBe(0);
    await prometheus.until(`taskvitals_input_up{input="docker-engine"}`, (up) => up === 1);
    expect(await prometheus.query("taskvitals_input_refused_values_total > 0")).toEqual([]);
    // An engine that is not let run answers late.
    expect(await prometheus.query('taskvitals_input_errors_total{reason!~".+-timeout"} > 0')).toEqual([]);
  });

  describe("containers that have ended", () => {
    test("tell how: exit code 3, out of memory, restarts", async () => {
      expect(await prometheus.one(`ecs_container_exit_code${of("failing")}`)).toBe(3);
      expect(await prometheus.one(`ecs_container_oom_killed${of("failing")}`)).toBe(0);
      expect(await prometheus.one(`ecs_container_exit_code${of("greedy")}`)).toBe(137);
      expect(await prometheus.one(`ecs_container_oom_killed${of("greedy")}`)).toBe(1);
      expect(await inspect(engine, "greedy", "{{.State.OOMKilled}}")).toBe("true");
      expect(await prometheus.one(`ecs_container_restarts_total${of("flaky")}`)).toBe(2);
      expect(await prometheus.one(`ecs_container_exit_code${of("flaky")}`)).toBe(1);
    });

    test("have no usage, and running ones no exit code", async () => {
      expect(await prometheus.query(`ecs_container_memory_usage_bytes${of("failing")}`)).toEqual([]);
      expect(await prometheus.query(`ecs_container_exit_code${of("web")}`)).toEqual([]);
      expect(await prometheus.one(`ecs_container_status{container_name="failing",type="known",status="STOPPED"}`)).toBe(
        1,
      );
      expect(await prometheus.one(`ecs_container_status{container_name="web",type="known",status="RUNNING"}`)).toBe(1);
    });
  });

  describe("tasks", () => {
    test("own the containers with their labels; the others have no task", async () => {
      const rows = await prometheus.query('ecs_container_status{type="known"} == 1');
      const owner = Object.fromEntries(rows.map(({ labels }) => [labels.container_name, labels.task_id]));
      const shop = tasks.shop.arn.split("/").at(-1);
      const batch = tasks.batch.arn.split("/").at(-1);
      expect(owner).toEqual({
        burner: shop,
        web: shop,
        holder: batch,
        writer: batch,
        failing: batch,
        greedy: batch,
        stray: undefined,
        flaky: undefined,
      });
      const web = 'container_name="web",cluster="e2e",task_family="shop",task_revision="7"';
      expect(await prometheus.one(`ecs_container_cpu_usage_seconds_total{${web}}`)).toBeGreaterThan(0);
    });

    test("are the sum of their containers", async () => {
      const task = '{task_family="shop"}';
      for (const [name, tolerance] of [
        ["cpu_usage_seconds_total", 1e-6],
        ["memory_usage_bytes", 0],
        ["memory_working_set_bytes", 0],
      ] as const) {
        const difference = `ecs_task_${name}${task} - on() sum(ecs_container_${name}${task})`;
        expect(Math.abs(await prometheus.one(difference))).toBeLessThanOrEqual(tolerance);
      }
      expect(await prometheus.one(`ecs_task_containers{task_family="batch",status="STOPPED"}`)).toBe(2);
      expect(await prometheus.one(`ecs_task_containers{task_family="batch",status="RUNNING"}`)).toBe(2);
      const ee =
        'ee_container_cpu_usage_seconds_total{container_name="_task_",container_id="_task_",task_family="shop"}';
      const kernel = () => host.cgroup("burner").cpuSeconds + host.cgroup("web").cpuSeconds;
      await expectFigures(host, [{ promql: ee, kernel }]);
    });

    test("never go back when a container of theirs restarts", async () => {
      const before = await prometheus.one('ecs_task_cpu_usage_seconds_total{task_family="shop"}');
      await engine.docker("restart", "--time", "0", "burner");
      const started = Date.parse(await inspect(engine, "burner", "{{.State.StartedAt}}")) / 1000;
      await prometheus.until(
        `ecs_container_started_timestamp_seconds${of("burner")}`,
        (value) => value >= Math.floor(started),
      );
      await host.freshScrape();
      // Its own counter begins anew.
      await expectFigures(host, [
        {
          promql: `ecs_container_cpu_usage_seconds_total${of("burner")}`,
          kernel: () => host.cgroup("burner").cpuSeconds,
        },
      ]);
      expect(await prometheus.one('ecs_task_cpu_usage_seconds_total{task_family="shop"}')).toBeGreaterThan(before);
      expect(await prometheus.one('resets(ecs_task_cpu_usage_seconds_total{task_family="shop"}[30m])')).toBe(0);
    });
  });

  test("running and stopped containers are counted by image as docker ps counts them", async () => {
    await host.freshScrape();
    for (const [image, { running, stopped }] of Object.entries(await countByImage(engine))) {
      expect(await prometheus.one(`docker_containers_running{image="${image}"}`)).toBe(running);
      expect(await prometheus.one(`docker_containers_stopped{image="${image}"}`)).toBe(stopped);
    }
  });

  test("a removed container's series are gone, and the others stay", async () => {
    expect((await prometheus.query(`{__name__=~"(ecs|ee)_.+",container_name="stray"}`)).length).toBeGreaterThan(0);
    await engine.docker("rm", "--force", "stray");
    await prometheus.untilGone('{__name__=~"(ecs|ee)_.+",container_name="stray"}');
    expect(await prometheus.one(`ecs_container_memory_usage_bytes${of("holder")}`)).toBeGreaterThan(0);
  });

  test("promtool has no remark on the taskvitals dialect", async () => {
    const ours = (await host.agent.metrics())
      .split("\n")
      .filter((line) => !/^(# (HELP|TYPE) )?(ee_|ecs_metrics_exporter_)/.test(line))
      .join("\n");
    expect(ours).toContain("# TYPE ecs_container_cpu_usage_seconds_total counter");
    expect(await feed(["promtool", "check", "metrics"], ours)).toEqual({ code: 0, output: "" });
  });

  test("the engine may go: the agent says so, withdraws the figures, and stops cleanly", async () => {
    await engine[Symbol.asyncDispose]();
    await prometheus.until(`taskvitals_input_up{input="docker-engine"}`, (up) => up === 0);
    await prometheus.untilGone("ecs_container_memory_usage_bytes");
    const { code, signal, afterMs } = await host.agent.child.end("SIGTERM");
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(afterMs).toBeLessThan(2_000);
  });
};
