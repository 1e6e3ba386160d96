import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeOtlp, openFakeOtlp } from "../fakes/otlp/server.ts";
import { type Agent, startAgent } from "./servers/agent.ts";
import { type ContainerStats, type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { waitFor } from "./servers/wait.ts";

/** The variables of OpenTelemetry's SDKs are all it takes. */
const protocols = ["http/protobuf", "http/json"] as const;

interface World {
  readonly receiver: FakeOtlp;
  readonly simulation: SimulationProcess;
  readonly agent: Agent;
}

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const worlds = new Map<string, World>();

const openWorld = async (protocol: string): Promise<World> => {
  const receiver = stack.use(await openFakeOtlp({ header: ["api-key", "a key"] }));
  const simulation = stack.use(await startSimulationProcess("--scripted", "--shape", "fargate"));
  const agent = stack.use(
    await startAgent({
      env: {
        ...simulation.environment,
        TASKVITALS_INTERVAL_MS: "1000",
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_HEADERS: "api-key=a%20key",
        // The receiver is in this process, which may not be let run.
        OTEL_EXPORTER_OTLP_TIMEOUT: "120000",
        OTEL_METRIC_EXPORT_INTERVAL: "1000",
        OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
      },
    }),
  );
  return { receiver, simulation, agent };
};

// At the same time: the sources have new samples every ten seconds only.
beforeAll(async () => {
  await Promise.all(protocols.map(async (protocol) => worlds.set(protocol, await openWorld(protocol))));
});

describe.each(protocols)("by %s", (protocol) => {
  let world: World;
  beforeAll(() => {
    const opened = worlds.get(protocol);
    if (opened === undefined) throw new Error(`nothing was started for ${protocol}`);
    world = opened;
  });

  const latest = (metric: string, attributes: Readonly<Record<string, string>>): number => {
    const [stream, ...more] = world.receiver.find(metric, attributes);
    const point = stream?.points.at(-1);
    if (point === undefined || more.length > 0)
      throw new Error(`${metric}: ${more.length} more streams, ${point?.value}`);
    return point.value;
  };

  test("every container's figures arrive, as the endpoint's own JSON has them", async () => {
    const figures: readonly (readonly [metric: string, of: (stats: ContainerStats) => number])[] = [
      ["container.cpu.time", ({ cpu_stats }) => cpu_stats.cpu_usage.total_usage / 1e9],
      ["container.memory.usage", ({ memory_stats }) => memory_stats.usage],
    ];
    for (const name of ["web", "worker", "cache"]) {
      for (const [metric, of] of figures) {
        // What arrives is of a sample that may be over by then.
        const sampled = new Set<number>();
        await waitFor({
          what: `${metric} of ${name}`,
          attempt: async () => {
            const stats = (await world.simulation.stats())[name];
            if (stats !== undefined) sampled.add(of(stats));
            const told = latest(metric, { "container.name": name });
            if (!sampled.has(told)) throw new Error(`told ${told}, is one of ${[...sampled]}`);
            return true;
          },
        });
      }
    }
  });

  test("resources say what they are, and what the variables say", () => {
    const [stream] = world.receiver.find("container.cpu.time", { "container.name": "web" });
    expect(stream?.resource).toMatchObject({
      "service.name": "storefront",
      "cloud.platform": "aws_ecs",
      "aws.ecs.launchtype": "fargate",
      "deployment.environment.name": "test",
    });
    expect(world.receiver.find("taskvitals.input.up")[0]?.resource).toMatchObject({ "service.name": "taskvitals" });
  });

  test("a container that stops leaves its exit code, and the task's sums do not go back", async () => {
    await world.simulation.fault({ kind: "stop", container: "worker", exitCode: "9" });
    await waitFor({
      what: "the exit code",
      attempt: async () => (latest("container.exit_code", { "container.name": "worker" }) === 9 ? true : undefined),
    });
    const values = await waitFor({
      what: "two samples of the task",
      attempt: async () => {
        const points = world.receiver.find("ecs.task.cpu.time")[0]?.points.map(({ value }) => value) ?? [];
        return points.length > 1 ? points : undefined;
      },
    });
    expect(values).toEqual(values.toSorted((one, other) => one - other));
  });

  test("the receiver had nothing to refuse, to the last request", async () => {
    const { receiver, agent } = world;
    const { code } = await agent.child.end("SIGTERM");
    expect(code).toBe(0);
    expect(receiver.refusals).toEqual([]);
    expect(new Set(receiver.requests.map(({ status }) => status))).toEqual(new Set([200]));
    expect(receiver.requests.length).toBeGreaterThan(2);
  });
});
