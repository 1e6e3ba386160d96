import type { Clock } from "../ports/clock.ts";
import type { Gzip } from "../ports/compression.ts";
import type { Files } from "../ports/files.ts";
import type { HttpClient } from "../ports/http-client.ts";
import type { ServeHttp } from "../ports/http-server.ts";
import type { ProcessUsage } from "../ports/process-usage.ts";
import type { Processes } from "../ports/processes.ts";

/** The runtime's services that the program is wired with. */
export interface Services {
  readonly clock: Clock;
  readonly files: Files;
  readonly http: HttpClient;
  readonly serve: ServeHttp;
  readonly gzip: Gzip;
  /** What a simulated task is made of. */
  readonly processes: Processes;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nodeVersion: string;
  usage(): ProcessUsage;
}
