import type { Settings } from "../config/load.ts";
import { type DeliveryChain, openDelivery } from "../delivery/delivery.ts";
import type { DeliveryOutput } from "../delivery/output-delivery.ts";
import { inputs } from "../inputs/registry.ts";
import type { Place } from "../model/place.ts";
import { outputs } from "../outputs/registry.ts";
import { openContainerBoard } from "../pipeline/container-board.ts";
import { happeningsBetween } from "../pipeline/happenings.ts";
import { type Live, openLive } from "../pipeline/live/live.ts";
import { openProblemBoard, type ProblemBoard } from "../pipeline/problem-board.ts";
import { openRunner, type Runner } from "../pipeline/runner.ts";
import { openSnapshots, type Snapshots } from "../pipeline/snapshots.ts";
import type { RecordBuffer } from "../ports/buffer.ts";
import type { Input, InputDefinition } from "../ports/input.ts";
import type { Log } from "../ports/log.ts";
import type { OutputDefinition } from "../ports/output.ts";
import type { OutputHealth } from "../ports/output-health.ts";
import { openGate } from "../web/access/gate.ts";
import { apiRoutes } from "../web/api/routes.ts";
import { documentRoute } from "../web/documents.ts";
import { expositionRoute } from "../web/exposition.ts";
import { healthRoute } from "../web/health.ts";
import { openPage, type Page } from "../web/page/page.ts";
import type { Route, Site } from "../web/server.ts";
import { discoveryRoute } from "../web/service-discovery.ts";
import { agentReport, troubleOf } from "./agent-report.ts";
import { type Selection, select } from "./selection.ts";
import type { Services } from "./services.ts";
import { version } from "./version.ts";

/** The agent, wired and not yet started. */
export interface Agent {
  readonly place: Place;
  readonly settings: Settings;
  readonly inputs: readonly Selection<InputDefinition>[];
  readonly outputs: readonly Selection<OutputDefinition>[];
  readonly runners: readonly Runner[];
  readonly board: ProblemBoard;
  readonly snapshots: Snapshots;
  /** What those see who watch. */
  readonly live: Live;
  readonly routes: readonly Route[];
  /** What the port answers: the routes and the page, behind their gate. */
  readonly site: Site;
  /** To be loaded before the port is opened. */
  readonly page: Page;
  /** The outputs that send. */
  readonly senders: readonly DeliveryOutput[];
  /** Wires the outputs that send behind the buffer. Called once, before the first collection. */
  openDelivery(buffer: RecordBuffer): DeliveryChain;
  /** How the outputs that send fare; empty before `openDelivery`. */
  deliveries(): readonly OutputHealth[];
}

export interface ComposeOptions {
  readonly settings: Settings;
  readonly place: Place;
  readonly services: Services;
  readonly log: Log;
}

/** A collection has nine tenths of the interval, so that two never meet. */
const deadlineShare = 0.9;
/** A sample older than this many intervals (or of the source's own refreshes, where those are longer) is withdrawn. */
const staleIntervals = 3;

/** The whole wiring, top to bottom in the order in which a point travels. No I/O. */
export const compose = ({ settings, place, services, log }: ComposeOptions): Agent => {
  const { clock, files, http, gzip, gunzip } = services;
  const { intervalMs } = settings.agent;
  const board = openProblemBoard(clock, log);
  const containers = openContainerBoard();

  const chosenInputs = select(inputs, settings.inputs, place);
  const running = chosenInputs
    .filter(({ on }) => on)
    .map(({ definition, config }): { definition: InputDefinition; input: Input } => ({
      definition,
      input: definition.create(config, { place, clock, http, files, gunzip, containers, log }),
    }));
  const runners = running.map(({ definition, input }) =>
    openRunner({
      name: definition.name,
      input,
      clock,
      board,
      deadlineMs: intervalMs * deadlineShare,
      staleAfterMs: staleIntervals * Math.max(intervalMs, definition.refreshMs),
      refreshMs: definition.refreshMsAt?.(place) ?? definition.refreshMs,
    }),
  );

  const startedMs = clock.now();
  const exposed = new Map<string, number>();
  const appSeriesLeftOut = new Map<string, number>();
  let chain: DeliveryChain | undefined;
  const snapshots = openSnapshots({
    form: place.form,
    clock,
    runners,
    board,
    self: {
      build: { version, node: services.nodeVersion, form: place.form },
      startedMs,
      usage: services.usage,
      exposedBytes: () => exposed,
      appSeriesLeftOut: () => appSeriesLeftOut,
      outputs: () => chain?.health() ?? [],
    },
  });

  const live = openLive({ clock, runners, intervalMs, current: snapshots.current });

  const chosenOutputs = select(outputs, settings.outputs, place);
  const expositions = chosenOutputs
    .filter(({ on }) => on)
    .flatMap(({ definition, config }) => (definition.kind === "pull" ? [{ definition, config }] : []))
    .map(({ definition, config }) => {
      const { name, description } = definition;
      exposed.set(name, 0);
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

  const pushed = chosenOutputs
    .filter(({ on }) => on)
    .flatMap(({ definition, config }): DeliveryOutput[] => {
      if (definition.kind === "pull") return [];
      const { hashing, aws, stdout } = services;
      const output = definition.create(config, { place, clock, http, gzip, hashing, aws, stdout, log });
      const { whenFull } = settings.buffer;
      return [{ name: definition.name, output, limits: definition.limits(config), whenFull }];
    });

  const documents = () => Object.assign({}, ...running.map(({ input }) => input.documents?.() ?? {}));
  const readership = settings.server.documents;
  const agentId = Math.floor(services.random() * 2 ** 48).toString(36);
  const troubles = () => board.standing().map(troubleOf);
  const deliveries = () => chain?.health() ?? [];
  const api = apiRoutes({
    feed: live.feed,
    form: place.form,
    version,
    agent: agentId,
    clock,
    gzip,
    crc32: services.crc32,
    current: snapshots.current,
    troubles,
    documents,
    report: () =>
      agentReport({
        agent: agentId,
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
    healthRoute(snapshots.current),
    ...api,
  ];
  const { hashing, secrets, within, pageFolder } = services;
  const page = openPage({ files, hashing, folder: pageFolder });
  const gate = openGate(settings.server, { clock, secrets, within });

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
    senders: pushed,
    deliveries,
    openDelivery: (buffer) => {
      const { codec, random } = services;
      chain = openDelivery({
        outputs: pushed,
        buffer,
        codec,
        clock,
        random,
        log,
        board,
        intervalMs,
        happeningsBetween,
      });
      return chain;
    },
  };
};
