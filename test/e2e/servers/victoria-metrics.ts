import { join } from "node:path";
import { freePort } from "../../free-port.ts";
import { bareEnvironment, startChild } from "./child.ts";
import { openPromqlBy, overHttp, type Promql } from "./promql.ts";
import { requirePrograms } from "./required.ts";
import { makeScratch } from "./scratch.ts";
import { patienceMs } from "./wait.ts";

export interface VictoriaMetrics extends AsyncDisposable, Promql {
  /** Where it takes remote write. */
  readonly writeUrl: string;
}

/** Starts a VictoriaMetrics whose queries see what has just come. */
export const startVictoriaMetrics = async (): Promise<VictoriaMetrics> => {
  requirePrograms("victoria-metrics");
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch("victoria-metrics"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = stack.use(
    startChild({
      name: "victoria-metrics",
      command: [
        "victoria-metrics",
        `-storageDataPath=${join(scratch.path, "data")}`,
        `-httpListenAddr=127.0.0.1:${port}`,
        "-search.latencyOffset=0s",
        "-search.disableCache",
      ],
      env: bareEnvironment(scratch.path),
      logFile: join(scratch.path, "log"),
    }),
  );
  await server.ready("is ready", async () =>
    (await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) })).ok ? true : undefined,
  );
  const ask = overHttp("VictoriaMetrics", url);
  const owned = stack.move();
  return {
    ...openPromqlBy("VictoriaMetrics", async (promql) => {
      // By itself it shows what it was sent some ten seconds later.
      await fetch(`${url}/internal/force_flush`, { signal: AbortSignal.timeout(patienceMs) });
      return ask(promql);
    }),
    writeUrl: `${url}/api/v1/write`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
