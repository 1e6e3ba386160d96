import type { Settings } from "../config/load.ts";
import { type DeliveryChain, openDelivery } from "../delivery/delivery.ts";
import type { DeliveryOutput } from "../delivery/output-delivery.ts";
import { inputs } from "../inputs/registry.ts";
import type { Place } from "../model/place.ts";
import { outputs } from "../outputs/registry.ts";
import { happeningsBetween } from "../pipeline/happenings.ts";
import type { Runner } from "../pipeline/runner.ts";
import type { RecordBuffer } from "../ports/buffer.ts";
import type { InputDefinition } from "../ports/input.ts";
import type { Log } from "../ports/log.ts";
import type { OutputDefinition } from "../ports/output.ts";
import type { OutputHealth } from "../ports/output-health.ts";
import { problems as problemTable } from "../problems/table.ts";
import { openGate } from "../web/access/gate.ts";
import { apiRoutes } from "../web/api/routes.ts";
import { documentRoute } from "../web/documents.ts";
import { expositionRoute } from "../web/exposition.ts";
import { healthRoute } from "../web/health.ts";
import type { Route, Site } from "../web/server.ts";
import { discoveryRoute } from "../web/service-discovery.ts";
import { agentReport, troubleOf } from "./agent-report.ts";
import { equal } from "./equal.ts";
import { type Lasting, openBoards, openLasting } from "./lasting.ts";
import { openInputs, type RunningInput } from "./running-inputs.ts";
import { type Selection, select } from "./selection.ts";
import type { Services } from "./services.ts";
import { version } from "./version.ts";

/** An output that sends, and what it was made from. */
interface Sender {
  readonly config: Selection<OutputDefinition>["config"];
  readonly given: DeliveryOutput;
}

/** The agent, wired and not yet started. */
export interface Agent extends Pick<Lasting, "board" | "snapshots" | "live" | "page" | "configuration"> {
  readonly place: Place;
  readonly settings: Settings;
  readonly inputs: readonly Selection<InputDefinition>[];
  readonly outputs: readonly Selection<OutputDefinition>[];
  readonly runners: readonly Runner[];
  readonly routes: readonly Route[];
  /** What the port answers: the routes and the page, behind their gate. */
  readonly site: Site;
  /** The outputs that send. */
  readonly senders: readonly DeliveryOutput[];
  /** Wires the outputs that send behind the buffer. Called once, before the first collection. */
  openDelivery(buffer: RecordBuffer): DeliveryChain;
  /** How the outputs that send fare; empty before `openDelivery`. */
  deliveries(): readonly OutputHealth[];
  /** Makes its inputs those that snapshots are made of, in place of those of the agent that it was composed after. */
  takeOver(): void;
  /** For the agent that comes after this one. */
  readonly kept: Kept;
}

interface Kept {
  readonly lasting: Lasting;
  readonly running: readonly RunningInput[];
  readonly pushed: readonly Sender[];
}

export interface ComposeOptions {
  readonly settings: Settings;
  readonly place: Place;
  readonly services: Services;
  readonly log: Log;
  /** The agent at work, when this is its new configuration: what has not changed is taken over as it is. */
  readonly previous?: Agent | undefined;
  /** This is the agent itself and no look beside it: what inputs leave for a restart goes to the disk. */
  readonly leaves?: true;
}

/** The whole wiring, top to bottom in the order in which a point travels. No I/O; nothing changes before `takeOver`. */
export const compose = (options: ComposeOptions): Agent => {
  const { settings, place, services, log, previous } = options;
  const { clock, http, gzip } = services;
  const { intervalMs } = settings.agent;
  const leaves = options.leaves === true;
  const boards = previous?.kept.lasting ?? openBoards({ services, log, buffer: settings.buffer, leaves });
  const chosenInputs = select(inputs, settings.inputs, place);
  const before = previous?.kept.running ?? [];
  const running = openInputs({ chosen: chosenInputs, before, intervalMs, place, boards, services, log });
  const runners = running.map(({ runner }) => runner);
  const lasting = previous?.kept.lasting ?? openLasting({ boards, runners, intervalMs, place, services });
  const { board, snapshots, live, page, exposed, appSeriesLeftOut, startedMs, id } = lasting;
  const takeOver = (): void => {
    const { atWork, containers } = lasting;
    for (const { name } of atWork.runners) if (!runners.some((one) => one.name === name)) containers.withdraw(name);
    atWork.runners.splice(0, atWork.runners.length, ...runners);
    atWork.intervalMs = intervalMs;
  };

  const chosenOutputs = select(outputs, settings.outputs, place);
  const expositions = chosenOutputs
    .filter(({ on }) => on)
    .flatMap(({ definition, config }) => (definition.kind === "pull" ? [{ definition, config }] : []))
    .map(({ definition, config }) => {
      const { name, description } = definition;
      exposed.set(name, exposed.get(name) ?? 0);
      return expositionRoute({
        name,
        description,
        output: definition.create(config, { place }),
        gzip,
        current: snapshots.current,
        onExposed: ({ bytes, problems, leftOut }) => {
          exposed.set(name, (exposed.get(name) ?? 0) + bytes);
          if (leftOut !== undefined) appSeriesLeftOut.set(name, (appSeriesLeftOut.get(name) ?? 0) + leftOut);
          board.update(name, problems);
        },
      });
    });

  const { whenFull } = settings.buffer;
  const pushed = chosenOutputs
    .filter(({ on }) => on)
    .flatMap(({ definition, config }): Sender[] => {
      if (definition.kind === "pull") return [];
      const before = previous?.kept.pushed.find(({ given }) => given.name === definition.name);
      if (before !== undefined && equal([before.config, before.given.whenFull], [config, whenFull])) return [before];
      const { hashing, aws, stdout } = services;
      const output = definition.create(config, { place, clock, http, gzip, hashing, aws, stdout, log });
      return [{ config, given: { name: definition.name, output, limits: definition.limits(config), whenFull } }];
    });
  const senders = pushed.map(({ given }) => given);

  const documents = () => Object.assign({}, ...running.map(({ input }) => input.documents?.() ?? {}));
  const readership = settings.server.documents;
  const troubles = () => board.standing().map(troubleOf);
  const deliveries = () => lasting.sending.chain?.health() ?? [];
  const api = apiRoutes({
    feed: live.feed,
    form: place.form,
    version,
    agent: id,
    clock,
    gzip,
    crc32: services.crc32,
    current: snapshots.current,
    troubles,
    documents,
    report: () =>
      agentReport({
        agent: id,
        node: services.nodeVersion,
        startedMs,
        place,
        settings,
        inputs: chosenInputs,
        outputs: chosenOutputs,
        runners,
        feed: live.feed,
        usage: services.usage,
        exposedBytes: () => exposed,
        deliveries,
        troubles,
      }),
  });
  const routes: readonly Route[] = [
    ...expositions,
    documentRoute({ name: "task", readership, documents }),
    documentRoute({ name: "stats", readership, documents }),
    discoveryRoute({
      targets: () => running.flatMap(({ input }) => input.targets?.() ?? []),
      advertise: settings.server.advertise,
      gzip,
      now: clock.now,
    }),
    healthRoute({
      current: snapshots.current,
      errors: () => board.standing().flatMap(({ code }) => (problemTable[code].severity === "error" ? [code] : [])),
    }),
    ...api,
  ];
  const { secrets, within } = services;
  const sameDoor = previous !== undefined && equal(previous.settings.server, settings.server);
  const gate = sameDoor ? previous.site.gate : openGate(settings.server, { clock, secrets, within });

  return {
    place,
    settings,
    inputs: chosenInputs,
    outputs: chosenOutputs,
    runners,
    board,
    snapshots,
    live,
    routes,
    site: { routes, page, gate },
    page,
    configuration: lasting.configuration,
    senders,
    deliveries,
    openDelivery: (buffer) => {
      const { codec, random } = services;
      const chain = openDelivery({
        outputs: senders,
        buffer,
        codec,
        clock,
        random,
        log,
        board,
        intervalMs,
        happeningsBetween,
      });
      lasting.sending.chain = chain;
      return chain;
    },
    takeOver,
    kept: { lasting, running, pushed },
  };
};
