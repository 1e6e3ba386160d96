import type { DeliveryChain } from "../delivery/delivery.ts";
import { schedule } from "../pipeline/scheduler.ts";
import type { Log } from "../ports/log.ts";
import type { Problem } from "../problems/problem.ts";
import { openServer } from "../web/server.ts";
import { openBuffer } from "./buffer.ts";
import type { Agent } from "./compose.ts";
import type { Services } from "./services.ts";
import { version } from "./version.ts";

/** The agent at work. */
export interface RunningAgent {
  readonly ok: true;
  readonly port: number;
  /** Resolves when everything has stopped. */
  readonly stopped: Promise<void>;
}

const announce = (agent: Agent, from: string, port: number, log: Log): void => {
  const { form, launchType } = agent.place;
  log.info("taskvitals started", { version, port, form, launchType, configuration: from });
  for (const reason of agent.place.reasons) log.debug("Where this is", { reason });
  for (const { definition, on, why } of [...agent.inputs, ...agent.outputs]) {
    log.info(on ? "On" : "Off", { part: definition.name, why });
  }
  if (agent.runners.length === 0) log.warn("No input is on: there is nothing to see here. Run `taskvitals doctor`.");
};

export interface StartOptions {
  readonly agent: Agent;
  readonly services: Services;
  readonly log: Log;
  /** Where the configuration came from, for the log. */
  readonly from: string;
  /** Faults of the configuration; what they concern is off. */
  readonly problems: readonly Problem[];
  /** Stops the agent. */
  readonly signal: AbortSignal;
}

/** A start that failed: the port could not be opened. Nothing is left running. */
export type Start = RunningAgent | { readonly ok: false; readonly problem: Problem };

/** Running answers, inputs and collections end within this time; the rest of `stopTimeoutMs` is for deliveries. */
const windUpMs = 1500;

/** The outputs that send, behind their buffer; undefined when there are none. */
const beginDelivery = async (agent: Agent, services: Services): Promise<DeliveryChain | undefined> => {
  if (agent.senders.length === 0) return undefined;
  const { buffer, problem } = await openBuffer(agent.settings.buffer, services);
  agent.board.update("buffer folder", problem === undefined ? [] : [problem]);
  const delivery = agent.openDelivery(buffer);
  delivery.start();
  return delivery;
};

/**
 * Opens the port, starts the inputs, collects until the signal fires; then collects once more for the outputs that
 * send, delivers what can be delivered, lets running answers end, and closes. All of that within `stopTimeoutMs`.
 */
export const start = async ({ agent, services, log, from, problems, signal }: StartOptions): Promise<Start> => {
  const { settings, runners, site, snapshots, live, board } = agent;
  const { host, port } = settings.server;
  await agent.page.load();
  const server = await openServer({ serve: services.serve, host, port, site });
  if (!server.ok) return server;
  announce(agent, from, server.port, log);
  board.update("config", problems);
  const delivery = await beginDelivery(agent, services);
  const publish = (): void => {
    snapshots.publish();
    delivery?.publish(snapshots.current());
    live.collected();
  };
  for (const runner of runners) {
    void runner
      .start()
      .catch((error: unknown) => log.error("An input did not start", { input: runner.name, error: String(error) }));
  }

  const run = async (): Promise<void> => {
    await schedule({
      runners,
      clock: services.clock,
      intervalMs: settings.agent.intervalMs,
      onCollected: publish,
      watching: { audience: live.audience, onLooked: live.looked },
      signal,
    });
  };

  const stop = async (): Promise<void> => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    const startedMs = services.clock.monotonic();
    const { stopTimeoutMs } = settings.agent;
    const within = (ms: number, work: Promise<unknown>): Promise<unknown> =>
      Promise.race([work, services.clock.sleep(Math.min(ms, stopTimeoutMs))]);
    if (delivery !== undefined) {
      await within(windUpMs, Promise.allSettled(runners.map((runner) => runner.collect())));
      publish();
      await delivery.drain(Math.max(0, stopTimeoutMs - 2 * windUpMs));
    }
    const closing = [collecting, server.close(windUpMs / 2), ...runners.map((runner) => runner.stop())];
    await within(windUpMs, Promise.allSettled(closing));
    await services.http.close();
    log.info("taskvitals stopped", { tookMs: Math.round(services.clock.monotonic() - startedMs) });
  };

  const collecting = run();
  return { ok: true, port: server.port, stopped: stop() };
};
