import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort } from "../free-port.ts";
import { command, type RunningCommand, startCommand } from "./command.ts";
import { scripted } from "./scripted.ts";

const get = async (port: number, path: string): Promise<string | undefined> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
};

/** Lines of the log, parsed; the last may have come in part. */
const logOf = (agent: RunningCommand): readonly Record<string, unknown>[] =>
  agent
    .err()
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));

describe("run", () => {
  it("says at the start what is on and why, in one line each", async () => {
    await using simulation = await scripted();
    const port = await freePort();
    await using agent = startCommand([], { ...simulation.environment, ECS_METRICS_EXPORTER_PORT: String(port) });
    await agent.until(() => get(port, "/healthz"));
    const started = logOf(agent).find(({ msg }) => msg === "taskvitals started");
    expect(started).toMatchObject({ port, form: "sidecar", launchType: "FARGATE" });
    expect(logOf(agent)).toContainEqual(expect.objectContaining({ msg: "On", part: "ecs-task-metadata" }));
    expect(logOf(agent)).toContainEqual(expect.objectContaining({ msg: "Off", part: "docker-engine" }));
  });

  it.each(["SIGTERM", "SIGINT"] as const)("stops cleanly and soon at %s", async (signal) => {
    await using simulation = await scripted();
    const port = await freePort();
    await using agent = startCommand(["run"], { ...simulation.environment, ECS_METRICS_EXPORTER_PORT: String(port) });
    await agent.until(async () => (await get(port, "/metrics"))?.includes("ecs_container_") || undefined);
    const { code, tookMs } = await agent.send(signal);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(2000);
    expect(logOf(agent).at(-1)).toMatchObject({ msg: "taskvitals stopped" });
  });

  it("stops within 2 s while the endpoint hangs and a reader holds its connection", async () => {
    await using simulation = await scripted({ faults: [{ kind: "silence" }] });
    const port = await freePort();
    await using agent = startCommand(["run"], { ...simulation.environment, ECS_METRICS_EXPORTER_PORT: String(port) });
    await agent.until(() => get(port, "/healthz"));
    const { code, tookMs } = await agent.send("SIGTERM");
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(2000);
  });

  it("says what to do when the port is in use", async () => {
    const other = createServer().listen(0);
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const { code, err } = await command(["run"], { ECS_METRICS_EXPORTER_PORT: String(port) });
      expect(code).toBe(1);
      expect(err).toContain(`The port is in use: *:${port}`);
      expect(err).toContain("ECS_METRICS_EXPORTER_PORT or server.port");
    } finally {
      other.close();
    }
  });

  it("starts with what is valid, and tells every fault once", async () => {
    const port = await freePort();
    const text =
      "server: { documents: everyone }\noutputs: { prometheus: { dialects: [nobody] } }\nlog: { level: warn }\n";
    const environment = { TASKVITALS_CONFIG_CONTENT: text, TASKVITALS_SERVER_PORT: String(port) };
    await using agent = startCommand(["run"], environment);
    await agent.until(() => get(port, "/healthz"));
    const subjects = logOf(agent).flatMap(({ problem, subject }) => (problem === "config-value" ? [subject] : []));
    expect(subjects).toEqual(["server.documents", "outputs.prometheus.dialects.0"]);
    expect(await get(port, "/metrics")).toBeUndefined();
  });

  it("survives defects, and reports each place in the code once", async () => {
    const port = await freePort();
    const defect = 'process.on("SIGUSR2", () => { void Promise.reject("bang"); throw new Error("boom"); })';
    await using agent = startCommand(["run"], {
      ECS_METRICS_EXPORTER_PORT: String(port),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(defect)}`,
    });
    await agent.until(() => get(port, "/healthz"));
    const defects = () => logOf(agent).filter(({ problem }) => problem === "agent-defect");
    process.kill(agent.pid, "SIGUSR2");
    await agent.until(() => (defects().length === 0 ? undefined : true));
    process.kill(agent.pid, "SIGUSR2");
    expect(await agent.until(() => get(port, "/metrics"))).toContain("taskvitals_build_info");
    expect((await agent.send("SIGTERM")).code).toBe(0);
    expect(defects()).toMatchObject([{ level: "error", owner: "agent", detail: "Error: boom" }]);
  });
});
