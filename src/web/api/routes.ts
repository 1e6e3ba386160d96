import type { Form } from "../../model/place.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Crc32 } from "../../ports/checksum.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Gzip } from "../../ports/compression.ts";
import type { SourceDocument } from "../../ports/input.ts";
import type { LiveFeed } from "../../ports/live-feed.ts";
import type { Route } from "../server.ts";
import { appsRoute } from "./apps.ts";
import { catalogueRoute } from "./catalogue.ts";
import type { AgentReport, Trouble } from "./contract.ts";
import { historyRoute } from "./history.ts";
import { liveRoute } from "./live.ts";
import { answer } from "./reply.ts";
import { sourceRoute } from "./source.ts";
import { treeRoute } from "./tree.ts";
import { valuesRoute } from "./values.ts";

export interface ApiOptions {
  readonly feed: LiveFeed;
  readonly form: Form;
  /** Of the program. */
  readonly version: string;
  /** Of this run of the agent. */
  readonly agent: string;
  readonly clock: Clock;
  readonly gzip: Gzip;
  readonly crc32: Crc32;
  /** The snapshot that outputs get. */
  current(): Snapshot;
  report(): AgentReport;
  troubles(): readonly Trouble[];
  documents(): Readonly<Record<string, SourceDocument>>;
}

/** Everything under `/api/`; who may read it is for the gate to say (`../access/`). */
export const apiRoutes = (options: ApiOptions): readonly Route[] => [
  liveRoute(options),
  treeRoute(options),
  historyRoute(options),
  valuesRoute(options),
  appsRoute(options),
  {
    path: "/api/agent",
    description: "How the agent fares: inputs, outputs, troubles, configuration in force",
    answer: (request) => answer(request, options.report(), options.gzip),
  },
  catalogueRoute(options),
  sourceRoute({ name: "task", documents: options.documents }),
  sourceRoute({ name: "stats", documents: options.documents }),
];
