import { systemClock } from "../platform/clock.ts";
import { nodeFiles } from "../platform/files.ts";
import { gzip } from "../platform/gzip.ts";
import { nodeHttpClient } from "../platform/http-client.ts";
import { serveHttp } from "../platform/http-server.ts";
import { environment, nodeVersion, processUsage } from "../platform/process.ts";
import { nodeProcesses } from "../platform/processes.ts";
import type { Services } from "./services.ts";

/** The real ones. */
export const nodeServices = (): Services => ({
  clock: systemClock,
  files: nodeFiles,
  http: nodeHttpClient(),
  serve: serveHttp,
  gzip,
  processes: nodeProcesses,
  environment,
  nodeVersion,
  usage: processUsage,
});
