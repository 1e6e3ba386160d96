import { systemClock } from "../src/platform/clock.ts";
import { gzip } from "../src/platform/gzip.ts";
import { hashing } from "../src/platform/hashing.ts";
import { nodeHttpClient } from "../src/platform/http-client.ts";
import { standardOutput } from "../src/platform/standard-output.ts";
import type { PushOutputDeps } from "../src/ports/push-output.ts";

/** What a push output is given, for tests against servers of this machine: everything real, and AWS's example keys. */
export const pushDeps = (more: Partial<PushOutputDeps> = {}): PushOutputDeps => ({
  place: { form: "sidecar", reasons: [] },
  clock: systemClock,
  http: nodeHttpClient(),
  gzip,
  hashing,
  aws: {
    current: async () => ({
      ok: true,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
    }),
  },
  stdout: standardOutput,
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  ...more,
});

/** For calls that are not to be given up. */
export const noSignal = new AbortController().signal;
