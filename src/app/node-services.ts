import { awsCredentials } from "../platform/aws/credentials.ts";
import { crc32 } from "../platform/checksum.ts";
import { systemClock } from "../platform/clock.ts";
import { nodeDisk } from "../platform/disk.ts";
import { nodeFiles } from "../platform/files.ts";
import { gunzip, gzip } from "../platform/gzip.ts";
import { hashing } from "../platform/hashing.ts";
import { nodeHttpClient } from "../platform/http-client.ts";
import { serveHttp } from "../platform/http-server.ts";
import { withinNetworks } from "../platform/networks.ts";
import { pageFolder } from "../platform/own-folder.ts";
import { openPlugins } from "../platform/plugins.ts";
import { environment, nodeVersion, processUsage } from "../platform/process.ts";
import { nodeProcesses } from "../platform/processes.ts";
import { secrets } from "../platform/secrets.ts";
import { standardOutput } from "../platform/standard-output.ts";
import { zstd } from "../platform/zstd.ts";
import type { Services } from "./services.ts";

/** The real ones. */
export const nodeServices = (): Services => {
  const http = nodeHttpClient();
  return {
    clock: systemClock,
    files: nodeFiles,
    http,
    codec: zstd,
    crc32,
    hashing,
    secrets,
    within: withinNetworks,
    disk: nodeDisk,
    pageFolder,
    aws: awsCredentials({ environment, http, files: nodeFiles, clock: systemClock }),
    stdout: standardOutput,
    serve: serveHttp,
    gzip,
    gunzip,
    plugins: (folder) => openPlugins({ folder }),
    processes: nodeProcesses,
    environment,
    nodeVersion,
    usage: processUsage,
    random: Math.random,
  };
};
