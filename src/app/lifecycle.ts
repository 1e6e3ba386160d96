import type { DeliveryChain } from "../delivery/delivery.ts";
import type { Place } from "../model/place.ts";
import type { Runner } from "../pipeline/runner.ts";
import { schedule } from "../pipeline/scheduler.ts";
import type { Log } from "../ports/log.ts";
import type { Problem } from "../problems/problem.ts";
import { openBuffer } from "./buffer.ts";
import type { Agent } from "./compose.ts";
import { openPort } from "./port.ts";
import type { Services } from "./services.ts";
import { version } from "./version.ts";

/** The agent at work. */
export interface RunningAgent {
  readonly ok: true;
  readonly port: number;
  /** Resolves when everything has stopped. */
  readonly stopped: Promise<void>;
  /**
   * Goes on as this agent, which was composed after the one at work: what both have alike is not touched. Resolves when the
   * outputs that are no more have ended. Two changes must not overlap.
   */
  change(next: Agent): Promise<void>;
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
  /** Faults of the configuration as they are now. */
  problems(): readonly Problem[];
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

/** When the configuration changes, an output that ends has this long for what it is at. */
const changeMs = 5_000;

/** Whether the end of this process would be the end of more: ECS replaces a managed instance whose daemon ends. */
const mustStay = ({ form, launchType }: Place): boolean =>
  form === "managed-daemon" || launchType === "MANAGED_INSTANCES";

/** Inputs at work under one configuration. */
interface Round {
  readonly over: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Opens the port, starts the inputs, collects until the signal fires; then collects once more for the outputs that
 * send, delivers what can be delivered, lets running answers end, and closes. All of that within `stopTimeoutMs`.
 */
export const start = async ({ agent: first, services, log, from, problems, signal }: StartOptions): Promise<Start> => {
  const { snapshots, live, board } = first;
  const { clock, serve } = services;
  let agent = first;
  await first.page.load();
  const patient = mustStay(first.place);
  const server = await openPort({ ...first.settings.server, serve, clock, site: () => agent.site, patient, signal });
  if (!server.ok) return server;
  announce(first, from, server.port, log);

  let delivery = await beginDelivery(first, services);
  const publish = (): void => {
    board.update("config", problems());
    board.update("server", server.problems());
    snapshots.publish();
    delivery?.publish(snapshots.current());
    live.collected();
  };
  board.update("config", problems());
  board.update("server", server.problems());

  const begin = (fresh: readonly Runner[]): Round => {
    for (const runner of fresh) {
      void runner
        .start()
        .catch((error: unknown) => log.error("An input did not start", { input: runner.name, error: String(error) }));
    }
    const over = new AbortController();
    const ended = schedule({
      runners: agent.runners,
      clock,
      intervalMs: agent.settings.agent.intervalMs,
      onCollected: publish,
      watching: { audience: live.audience, onLooked: live.looked },
      signal: AbortSignal.any([signal, over.signal]),
    });
    return { over, ended };
  };
  const within = (ms: number, work: Promise<unknown>): Promise<unknown> => Promise.race([work, clock.sleep(ms)]);

  let round = begin(first.runners);
  let changing = Promise.resolve();

  const goOnAs = async (next: Agent): Promise<void> => {
    const before = agent;
    const gone = before.runners.filter((runner) => !next.runners.includes(runner));
    round.over.abort();
    await within(windUpMs, round.ended);
    if (signal.aborted) return;
    next.takeOver();
    agent = next;
    round = begin(next.runners.filter((runner) => !before.runners.includes(runner)));
    await within(windUpMs, Promise.allSettled(gone.map((runner) => runner.stop())));
    if (delivery === undefined) delivery = await beginDelivery(next, services);
    else await delivery.change(next.senders, changeMs);
    const still = new Set(
      [...next.inputs, ...next.outputs].flatMap(({ on, definition: { name } }) => (on ? [name] : [])),
    );
    for (const { definition } of [...before.inputs, ...before.outputs]) {
      if (!still.has(definition.name)) board.forget(definition.name);
    }
  };

  const stop = async (): Promise<void> => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    const startedMs = clock.monotonic();
    const { stopTimeoutMs } = agent.settings.agent;
    const soon = (ms: number, work: Promise<unknown>): Promise<unknown> => within(Math.min(ms, stopTimeoutMs), work);
    if (delivery !== undefined) {
      await soon(windUpMs, Promise.allSettled(agent.runners.map((runner) => runner.collect())));
      publish();
      await delivery.drain(Math.max(0, stopTimeoutMs - 2 * windUpMs));
    }
    const closing = [
      round.ended,
      server.close(windUpMs / 2),
      changing,
      ...agent.runners.map((runner) => runner.stop()),
    ];
    await soon(windUpMs, Promise.allSettled(closing));
    await services.http.close();
    log.info("taskvitals stopped", { tookMs: Math.round(clock.monotonic() - startedMs) });
  };

  return {
    ok: true,
    port: server.port,
    stopped: stop(),
    change: (next) => {
      changing = goOnAs(next);
      return changing;
    },
  };
};
