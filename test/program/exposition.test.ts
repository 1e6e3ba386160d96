import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../src/platform/clock.ts";
import { nodeFiles } from "../../src/platform/files.ts";
import { nodeHttpClient } from "../../src/platform/http-client.ts";
import { serveHttp } from "../../src/platform/http-server.ts";
import { nodeProcesses } from "../../src/platform/processes.ts";
import type { ShapeName } from "../../src/simulate/shapes/shape.ts";
import { startSimulation } from "../../src/simulate/start-simulation.ts";
import { expectGolden } from "../golden.ts";
import { startAgentProcess } from "./agent-process.ts";
import { plan } from "./plan.ts";
import { steady } from "./steady.ts";

/** Each with what its users set besides what ECS does. */
const programs: readonly { readonly shape: ShapeName; readonly environment: Readonly<Record<string, string>> }[] = [
  { shape: "fargate", environment: {} },
  { shape: "ec2-bridge", environment: {} },
  { shape: "ec2-awsvpc", environment: {} },
  { shape: "managed-instances", environment: {} },
  { shape: "managed-daemon", environment: { TASKVITALS_FORM: "managed-daemon" } },
];

/** Time stands still for the source only: over a longer interval its samples stay fresh while a busy machine starts agents. */
const alone = {
  TASKVITALS_INPUTS_DOCKER_ENGINE_ENABLED: "off",
  TASKVITALS_INPUTS_APP_METRICS_ENABLED: "off",
  TASKVITALS_INTERVAL_MS: "60000",
} as const;

test.concurrent.each(programs)("$shape: the whole exposition of the real program", async ({ shape, environment }) => {
  // The simulation's time stands still, on a beat on which an EC2 agent reads interfaces: every figure is exact.
  const nowMs = Math.floor(Date.now() / 10_000) * 10_000;
  const clock = { ...systemClock, now: () => nowMs };
  const simulation = await startSimulation(
    { mode: "scripted", shape, tasks: [plan], throttle: "off" },
    { clock, serveHttp, files: nodeFiles, http: nodeHttpClient(), processes: nodeProcesses },
  );
  if (!simulation.ok) throw new Error(simulation.problem.detail);
  try {
    await using agent = await startAgentProcess({ ...alone, ...simulation.environment, ...environment });
    const exposition = await agent.read("/metrics", (text) => text.includes("ecs_task_cpu_usage_vcpus{"));
    expectGolden(join(import.meta.dirname, "golden", `${shape}.txt`), steady(exposition, nowMs / 1000));
    expect(exposition).toContain('taskvitals_input_up{input="ecs-task-metadata"} 1');
  } finally {
    await simulation.stop();
  }
});
