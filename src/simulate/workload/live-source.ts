import type { EventFault } from "../faults.ts";
import { containerIds, taskIds } from "../identity.ts";
import { countersContinue, type PastEvent } from "../life.ts";
import type { ContainerMoment, TaskMoment } from "../moment.ts";
import { stoppingSince } from "../scripted.ts";
import type { Shape } from "../shapes/shape.ts";
import type { SimulationDeps, SimulationOptions } from "../simulation.ts";
import type { Cast, TaskSource } from "../source.ts";
import { freePort } from "./free-port.ts";
import { liveInterfaces } from "./interfaces.ts";
import { type LiveContainer, liveContainer } from "./live-container.ts";
import { livePlanOf, programOf, webPort } from "./live-plan.ts";
import { measuringNotes } from "./measure.ts";
import { visit } from "./visitors.ts";

const befall = (container: LiveContainer, event: EventFault, shape: Shape): Promise<void> | void => {
  switch (event.kind) {
    case "stop":
      return container.stop(event.exitCode ?? 137);
    case "restart":
      return container.restart(countersContinue(shape, event));
    case "counter-reset":
      return container.resetCounters();
    case "clock-step":
      return;
  }
};

/** Starts one task of real processes. Resolves when its web server is ready, or could not be. */
export const liveSource = async (
  { seed, accessLogPath }: SimulationOptions,
  shape: Shape,
  { clock, files, http, processes, serveHttp }: SimulationDeps,
): Promise<Cast> => {
  const startedAtMs = clock.now();
  const ids = taskIds(seed ?? `live-${Math.floor(startedAtMs)}`, 0);
  // With a network of its own for every container each run gets another port of the host, as from Docker; without, the
  // port that the definition says is the one.
  const isMapped = shape.networkMode === "bridge";
  const own = isMapped ? undefined : await freePort(serveHttp, webPort);
  const containerPort = own ?? webPort;
  const plan = livePlanOf(shape, {
    port: containerPort,
    isReachable: (isMapped || own !== undefined) && !shape.managedDaemon,
  });
  const over = new AbortController();
  const clockSteps: { readonly atMs: number; readonly byMs: number }[] = [];

  const readInterface = liveInterfaces(shape, clock, () => containers);
  const containers = plan.containers.map((container) =>
    liveContainer({
      plan: container,
      ...programOf(container, { listenPort: own ?? 0, accessLogPath }),
      refreshMs: shape.refreshMs,
      clock,
      files,
      processes,
      readInterface,
    }),
  );
  await Promise.all(containers.map((container) => container.start()));

  const web = containers.find(({ plan: { name } }) => name === "web");
  const visiting = visit(http, clock, () => web?.port(), over.signal);

  const momentOf = (container: LiveContainer, place: number): ContainerMoment => {
    const port = container.port();
    return {
      plan: container.plan,
      ids: containerIds(shape, ids, plan, container.plan, place),
      hostPorts: port === undefined ? {} : { [containerPort]: port },
      ...container.state(),
    };
  };

  const happenLater = async (event: PastEvent): Promise<void> => {
    await clock.sleep(Math.max(0, event.atMs - clock.now()), over.signal);
    if (over.signal.aborted) return;
    if (event.kind === "clock-step") clockSteps.push({ atMs: event.atMs, byMs: event.byMs });
    if (event.task !== undefined && event.task !== 0) return;
    const meant = containers.filter(({ plan: { name } }) => event.container === undefined || event.container === name);
    await Promise.all(meant.map((container) => befall(container, event, shape)));
  };

  const source: TaskSource = {
    count: 1,
    moment: (_index, nowMs): TaskMoment => {
      const moments = containers.map(momentOf);
      return {
        shape,
        plan,
        ids,
        isDaemon: shape.managedDaemon,
        nowMs,
        startedAtMs,
        ...stoppingSince(moments),
        containers: moments,
        clockSteps,
      };
    },
    happen: (event) => {
      void happenLater(event);
    },
    stop: async () => {
      over.abort();
      await Promise.all([visiting, ...containers.map((container) => container.close())]);
    },
  };
  const port = web?.port();
  return {
    source,
    ...(port === undefined ? {} : { webServerUrl: `http://127.0.0.1:${port}` }),
    notes: await measuringNotes(files),
  };
};
