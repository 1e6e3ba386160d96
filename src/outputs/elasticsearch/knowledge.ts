import { type Server, unknownServer } from "./server.ts";

/** What the output has found out of its server. Replaced as a whole. */
export interface Knowledge {
  readonly server: Server;
  /** Data streams in time series mode: they make ids of their own and refuse ours. */
  readonly timeSeriesStreams: ReadonlySet<string>;
  /** Templates for our data streams are there for certain. */
  readonly templatesStand: boolean;
}

export const knowingNothing: Knowledge = {
  server: unknownServer,
  timeSeriesStreams: new Set(),
  templatesStand: false,
};
