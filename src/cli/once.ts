import type { Agent } from "../app/compose.ts";
import type { CommandContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { gather } from "./gather.ts";
import { frameLines } from "./live/frame.ts";
import { cpuKnown, type Sight } from "./live/watch.ts";
import { prepare } from "./prepare.ts";
import { snapshotDocument } from "./snapshot-document.ts";
import { paintFor } from "./table/style.ts";
import { tell, troublesOf, unheardOf } from "./troubles.ts";

export const onceFormats = ["table", "json", "prometheus"] as const;
type OnceFormat = (typeof onceFormats)[number];

export interface OnceOptions {
  readonly config?: string | undefined;
  readonly format: OnceFormat;
  /** Seconds. */
  readonly wait: number;
}

const seen = ({ snapshot }: Sight): boolean => snapshot.entries.some(({ resource }) => resource.scope !== "self");

/** The text that a GET of /metrics gives; undefined when the output is off. */
const exposition = async ({ routes }: Agent): Promise<string | undefined> => {
  const route = routes.find(({ path }) => path === "/metrics");
  const reply = await route?.answer({
    method: "GET",
    path: "/metrics",
    query: new URLSearchParams(),
    headers: {},
    remoteAddress: "",
  });
  const body = reply?.body;
  return typeof body === "string" ? body : body && new TextDecoder().decode(body);
};

/** `taskvitals once`: looks until rates are there where the source allows it, prints, ends. */
export const once = async (context: CommandContext, { config, format, wait }: OnceOptions): Promise<ExitCode> => {
  const { services, terminal, signal } = context;
  const waitMs = wait * 1000;
  const { agent, loaded } = await prepare(context, {
    configPath: config,
    // Nothing is collected at intervals here: a collection may take all the time there is.
    overrides: {
      intervalMs: Math.max(1000, waitMs),
      ...(format === "prometheus" ? { outputs: { prometheus: { enabled: "on" } } } : {}),
    },
    log: { level: "silent" },
  });
  tell(context, loaded.problems);
  const sight = await gather({
    agent,
    clock: services.clock,
    waitMs,
    signal,
    enough: (one) => (format === "table" ? one.complete : cpuKnown(one.snapshot)),
    onWaiting: () => {
      if (terminal.interactive) terminal.err(`Waiting for a second sample, ${wait} s at the most ...\n`);
    },
  });
  const troubles = troublesOf(agent);
  tell(context, troubles);
  await services.http.close();
  if (!seen(sight)) {
    if (!signal.aborted) tell(context, unheardOf(agent.runners, waitMs));
    return exitCodes.failed;
  }
  switch (format) {
    case "table": {
      const style = { width: terminal.columns(), paint: paintFor(terminal, services.environment) };
      terminal.out(`${frameLines({ ...sight, problems: [], sort: "cpu" }, style).join("\n")}\n`);
      return exitCodes.ok;
    }
    case "json":
      terminal.out(`${JSON.stringify(snapshotDocument(sight.snapshot, troubles), undefined, 2)}\n`);
      return exitCodes.ok;
    case "prometheus": {
      const text = await exposition(agent);
      if (text === undefined) return exitCodes.failed;
      terminal.out(text);
      return exitCodes.ok;
    }
  }
};
