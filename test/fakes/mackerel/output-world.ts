import type { Place } from "../../../src/model/place.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { mackerel } from "../../../src/outputs/mackerel/index.ts";
import type { MackerelItem } from "../../../src/outputs/mackerel/item.ts";
import { noonMs, snapshots } from "../../../src/outputs/mackerel/test/samples.ts";
import { nodeHttpClient } from "../../../src/platform/http-client.ts";
import { standardOutput } from "../../../src/platform/standard-output.ts";
import type { HttpClient } from "../../../src/ports/http-client.ts";
import type { LogFields } from "../../../src/ports/log.ts";
import type { DeliveryOutcome } from "../../../src/ports/push-output.ts";
import { problem } from "../../../src/problems/problem.ts";
import { openFakeClock } from "../../fake-clock.ts";
import { usualKey } from "./api.ts";
import { type FakeMackerelOptions, startFakeMackerel } from "./server.ts";

export interface WorldOptions {
  readonly config?: Record<string, unknown>;
  readonly place?: Partial<Place>;
  readonly fake?: FakeMackerelOptions;
  /** Between the output and the network. */
  readonly http?: (real: HttpClient) => HttpClient;
}

const refuseAws = problem("aws-credentials", "test");

/** The output, a stand-in of Mackerel over real HTTP, and time that the test owns. */
export const openWorld = async ({
  config = {},
  place = {},
  fake: options = {},
  http = (real) => real,
}: WorldOptions = {}) => {
  const clock = openFakeClock({ nowMs: noonMs });
  const fake = await startFakeMackerel({ nowMs: clock.now, ...options });
  const real = nodeHttpClient();
  const lines: string[] = [];
  const line = (message: string, fields: LogFields = {}): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  /** Another agent with the same configuration, or the same one after a restart. */
  const open = (more: Record<string, unknown> = {}) =>
    mackerel.create(mackerel.config.parse({ apiKey: usualKey, apiBase: fake.url, ...config, ...more }), {
      place: { form: "sidecar", reasons: [], ...place },
      clock,
      http: http(real),
      gzip: (plain) => plain,
      hashing: { sha256: () => new Uint8Array(), hmacSha256: () => new Uint8Array() },
      aws: { current: () => Promise.resolve({ ok: false, problem: refuseAws }) },
      stdout: standardOutput,
      log: { debug: line, info: line, warn: line, error: line },
    });
  const output = open();
  const signal = new AbortController().signal;

  /** One request for the items of each route. */
  const send = async (items: readonly MackerelItem[], by = output): Promise<readonly DeliveryOutcome[]> => {
    const outcomes: DeliveryOutcome[] = [];
    for (const own of Map.groupBy(items, ({ route }) => route).values())
      outcomes.push(await by.deliver(by.encode(own), signal));
    return outcomes;
  };

  return {
    clock,
    fake,
    output,
    open,
    signal,
    lines,
    send,
    deliver: (list: readonly Snapshot[], by = output) => send(by.select(snapshots(list)), by),
    prepare: (latest?: Snapshot, by = output) => by.prepare(latest, signal),
    hosts: () => [...fake.state.hosts.values()],
    /** Metric names of a host, sorted. */
    names: (id: string) => [...(fake.state.hostValues.get(id)?.keys() ?? [])].sort(),
    [Symbol.asyncDispose]: async () => {
      await real.close();
      await fake.close();
    },
  };
};
