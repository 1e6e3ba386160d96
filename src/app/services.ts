import type { AwsCredentialSource } from "../ports/aws-credentials.ts";
import type { Crc32 } from "../ports/checksum.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import type { Gunzip, Gzip } from "../ports/compression.ts";
import type { Disk } from "../ports/disk.ts";
import type { BinaryFiles, KernelFiles } from "../ports/files.ts";
import type { Hashing } from "../ports/hashing.ts";
import type { HttpClient } from "../ports/http-client.ts";
import type { ServeHttp } from "../ports/http-server.ts";
import type { WithinNetworks } from "../ports/networks.ts";
import type { OpenPlugins } from "../ports/plugins.ts";
import type { ProcessUsage } from "../ports/process-usage.ts";
import type { Processes } from "../ports/processes.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { StandardOutput } from "../ports/standard-output.ts";

/** The runtime's services that the program is wired with. */
export interface Services {
  readonly clock: Clock;
  readonly files: BinaryFiles & KernelFiles;
  readonly http: HttpClient;
  readonly serve: ServeHttp;
  readonly gzip: Gzip;
  readonly gunzip: Gunzip;
  readonly plugins: OpenPlugins;
  readonly codec: Codec;
  readonly crc32: Crc32;
  readonly hashing: Hashing;
  readonly secrets: Secrets;
  readonly within: WithinNetworks;
  readonly disk: Disk;
  /** Folder of the built page. */
  readonly pageFolder: string;
  readonly aws: AwsCredentialSource;
  readonly stdout: StandardOutput;
  /** What a simulated task is made of. */
  readonly processes: Processes;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nodeVersion: string;
  usage(): ProcessUsage;
  /** From 0 to 1. */
  random(): number;
}
