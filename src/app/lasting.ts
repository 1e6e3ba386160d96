import type { BufferSettings } from "../config/schema.ts";
import type { DeliveryChain } from "../delivery/delivery.ts";
import type { Place } from "../model/place.ts";
import { openContainerBoard } from "../pipeline/container-board.ts";
import { type Live, openLive } from "../pipeline/live/live.ts";
import { openProblemBoard, type ProblemBoard } from "../pipeline/problem-board.ts";
import type { Runner } from "../pipeline/runner.ts";
import type { ConfigurationFacts } from "../pipeline/self.ts";
import { openSnapshots, type Snapshots } from "../pipeline/snapshots.ts";
import type { ContainerBoard } from "../ports/container-board.ts";
import type { Log } from "../ports/log.ts";
import { openPage, type Page } from "../web/page/page.ts";
import { type Keepsakes, openKeepsakes } from "./keepsakes.ts";
import type { Services } from "./services.ts";
import { version } from "./version.ts";

/** Where inputs tell what they see and what troubles them, and leave something for their successors. */
export interface Boards {
  readonly board: ProblemBoard;
  readonly containers: ContainerBoard;
  readonly keepsakes: Keepsakes;
}

export interface BoardsOptions {
  readonly services: Services;
  readonly log: Log;
  readonly buffer: BufferSettings;
  /** Whether inputs leave something on the disk. */
  readonly leaves: boolean;
}

export const openBoards = ({ services, log, buffer, leaves }: BoardsOptions): Boards => {
  const { clock, disk } = services;
  const folder = buffer.storage === "disk" ? buffer.path : undefined;
  return {
    board: openProblemBoard(clock, log),
    containers: openContainerBoard(),
    keepsakes: openKeepsakes({ disk, folder, leaves }),
  };
};

/** What outlives a change of the configuration. */
export interface Lasting extends Boards {
  readonly snapshots: Snapshots;
  readonly live: Live;
  /** To be loaded before the port is opened. */
  readonly page: Page;
  /** Bytes that readers fetched so far, by output. */
  readonly exposed: Map<string, number>;
  /** Series of apps that an output's limit left out so far, by output. */
  readonly appSeriesLeftOut: Map<string, number>;
  /** What became of new versions of the configuration; undefined where it cannot change. */
  readonly configuration: { facts?: () => ConfigurationFacts | undefined };
  readonly startedMs: number;
  /** Of this run of the agent. */
  readonly id: string;
  /** What is at work now. */
  readonly atWork: { readonly runners: Runner[]; intervalMs: number };
  /** The outputs that send, once they do. */
  readonly sending: { chain?: DeliveryChain };
}

export interface LastingOptions {
  readonly boards: Boards;
  /** The first to be at work. */
  readonly runners: readonly Runner[];
  readonly intervalMs: number;
  readonly place: Place;
  readonly services: Services;
}

export const openLasting = ({ boards, runners, intervalMs, place, services }: LastingOptions): Lasting => {
  const { clock, files, hashing, pageFolder } = services;
  const startedMs = clock.now();
  const exposed = new Map<string, number>();
  const appSeriesLeftOut = new Map<string, number>();
  const sending: Lasting["sending"] = {};
  const configuration: Lasting["configuration"] = {};
  const atWork = { runners: [...runners], intervalMs };
  const snapshots = openSnapshots({
    form: place.form,
    clock,
    runners: atWork.runners,
    board: boards.board,
    self: {
      build: { version, node: services.nodeVersion, form: place.form },
      startedMs,
      usage: services.usage,
      exposedBytes: () => exposed,
      appSeriesLeftOut: () => appSeriesLeftOut,
      outputs: () => sending.chain?.health() ?? [],
      configuration: () => configuration.facts?.(),
    },
  });
  return {
    ...boards,
    snapshots,
    live: openLive({ clock, runners: atWork.runners, intervalMs: () => atWork.intervalMs, current: snapshots.current }),
    page: openPage({ files, hashing, folder: pageFolder }),
    exposed,
    appSeriesLeftOut,
    configuration,
    startedMs,
    id: Math.floor(services.random() * 2 ** 48).toString(36),
    atWork,
    sending,
  };
};
