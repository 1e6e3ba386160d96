import { join } from "node:path";
import { z } from "zod";
import { program } from "./agent.ts";
import { bareEnvironment, type Child, startChild } from "./child.ts";
import { makeScratch } from "./scratch.ts";
import { patienceMs } from "./wait.ts";

export interface SimulationProcess extends AsyncDisposable {
  readonly child: Child;
  /** Ends all faults. */
  readonly heal: () => Promise<void>;
  /** What it says to put into an agent's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** The container statistics, as the endpoint gives them now, by container name. */
  readonly stats: () => Promise<Readonly<Record<string, ContainerStats>>>;
  /** Sets a fault; the options are those of `taskvitals simulate --help`. */
  readonly fault: (options: Readonly<Record<string, string>>) => Promise<void>;
}

const traffic = z.object({ rx_bytes: z.number(), tx_bytes: z.number() });

const containerStats = z.object({
  name: z.string(),
  read: z.string(),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number() }) }),
  memory_stats: z.object({ usage: z.number(), stats: z.record(z.string(), z.number()) }),
  networks: z.record(z.string(), traffic),
  blkio_stats: z.object({
    io_service_bytes_recursive: z.array(z.object({ op: z.string(), value: z.number() })),
  }),
});

export type ContainerStats = z.infer<typeof containerStats>;

const taskStats = z.record(z.string(), containerStats.nullable());

/** `taskvitals simulate` as a process of its own. */
export const startSimulationProcess = async (...options: readonly string[]): Promise<SimulationProcess> => {
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch("simulate"));
  const child = stack.use(
    startChild({
      name: "taskvitals simulate",
      command: [process.execPath, program, "simulate", ...options],
      env: bareEnvironment(scratch.path),
      logFile: join(scratch.path, "log"),
    }),
  );
  const environment = await child.ready("tells its addresses", async () => {
    const exports = [...child.log().matchAll(/^ *export (\w+)=(\S+)$/gm)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]);
    return child.log().includes("Ctrl-C") ? Object.fromEntries(exports) : undefined;
  });
  const base = z.string().parse(environment.ECS_CONTAINER_METADATA_URI_V4);
  const owned = stack.move();
  return {
    child,
    heal: async () => {
      await fetch(`${new URL(base).origin}/simulate/faults`, { method: "DELETE" });
    },
    environment,
    stats: async () => {
      const response = await fetch(`${base}/task/stats`, { signal: AbortSignal.timeout(patienceMs) });
      const known = Object.values(taskStats.parse(await response.json())).filter((stats) => stats !== null);
      return Object.fromEntries(known.map((stats) => [stats.name, stats]));
    },
    fault: async (query) => {
      const url = `${new URL(base).origin}/simulate/faults?${new URLSearchParams(query)}`;
      const response = await fetch(url, { method: "POST", signal: AbortSignal.timeout(patienceMs) });
      if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
