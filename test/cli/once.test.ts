import { describe, expect, it } from "vitest";
import { command } from "./command.ts";
import { inProcess } from "./in-process.ts";
import { scripted } from "./scripted.ts";

/** The endpoint is in this process, which may not be let run: it has as long as there is. */
const patient = { TASKVITALS_INPUTS_ECS_TASK_METADATA_TIMEOUT_MS: "60000" };
const long = ["--wait", "60"];

describe("once", () => {
  it("prints a table with rates, although the endpoint has just begun to be asked", async () => {
    await using simulation = await scripted({ shape: "ec2-bridge", containersPerTask: 2 });
    const { code, out, err } = await command(["once", ...long], { ...simulation.environment, ...patient });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [status, , head, ...rows] = out.trimEnd().split("\n");
    expect(status).toMatch(/^1 task, 2 containers at \d\d:\d\d:\d\d UTC, sorted by cpu$/);
    expect(head).toMatch(/^TASK \/ CONTAINER +STATE +vCPU +CPU% +MEMORY +LIMIT +MEM% +NET IN +NET OUT +READ +WRITE/);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toMatch(/RUNNING +0\.\d{3} .* B\/s .* kB\/s|RUNNING +0\.\d{3} .*B\/s/);
  });

  it("prints what /metrics says, in the configured dialects", async () => {
    await using simulation = await scripted();
    const environment = { ...simulation.environment, ...patient, TASKVITALS_OUTPUTS_PROMETHEUS_DIALECTS: "ee" };
    const { code, out } = await inProcess(["once", ...long, "--format", "prometheus"], environment);
    expect(code).toBe(0);
    expect(out).toMatch(/^# HELP ee_/);
    expect(out).toContain("\nee_container_cpu_usage_seconds_total{");
    expect(out).not.toContain("\necs_container_");
  });

  it("prints the prometheus text also where the output is off", async () => {
    await using simulation = await scripted();
    const environment = { ...simulation.environment, ...patient, TASKVITALS_OUTPUTS_PROMETHEUS_ENABLED: "off" };
    const { code, out } = await inProcess(["once", ...long, "-f", "prometheus"], environment);
    expect(code).toBe(0);
    expect(out).toContain("\necs_container_cpu_usage_vcpus{");
  });

  it("prints the snapshot as JSON", async () => {
    await using simulation = await scripted({ containersPerTask: 2 });
    const { code, out } = await inProcess(["once", ...long, "--format", "json"], {
      ...simulation.environment,
      ...patient,
    });
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({
      form: "sidecar",
      inputs: [
        { name: "ecs-task-metadata", up: true },
        { name: "app-metrics", up: true },
      ],
      problems: [],
    });
    expect(document.tasks[0].arn).toBe(simulation.tasks[0]?.arn);
    expect(document.tasks[0].containers).toHaveLength(2);
    const ids = document.tasks[0].containers[0].metrics.map(({ metric }: { metric: string }) => metric);
    expect(ids).toContain("container.cpu.usage");
  });

  it("explains why nothing is seen where nothing is on", async () => {
    const { code, out, err } = await inProcess(["once"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("No input is on, so nothing is seen");
    expect(err).toContain("taskvitals demo");
  });

  it("explains why nothing is seen when the endpoint refuses", async () => {
    await using simulation = await scripted({ faults: [{ kind: "throttle" }] });
    const { code, err } = await inProcess(["once"], simulation.environment);
    expect(code).toBe(1);
    expect(err).toContain("The task metadata endpoint refuses for too many requests (429)");
  });

  it("waits no longer than it may for an endpoint that never answers", async () => {
    await using simulation = await scripted({ faults: [{ kind: "silence" }] });
    const beganMs = performance.now();
    const { code, err, tookMs } = await command(["once", "--wait", "2"], simulation.environment);
    expect(code).toBe(1);
    expect(err).toMatch(/The task metadata endpoint answers too slowly|A collection was not done in time/);
    expect(performance.now() - beganMs).toBeGreaterThan(1500);
    // It never answers; that no more than the two seconds are waited is held by a clock of its own (src/cli/gather.test.ts).
    expect(tookMs).toBeLessThan(60_000);
  });

  it("tells of faults in the configuration, and goes on with what is valid", async () => {
    await using simulation = await scripted();
    const environment = { ...simulation.environment, ...patient, TASKVITALS_SERVER_PROT: "1" };
    const { code, err } = await inProcess(["once", ...long, "--format", "json"], environment);
    expect(code).toBe(0);
    expect(err).toContain("did you mean TASKVITALS_SERVER_PORT?");
  });
});
