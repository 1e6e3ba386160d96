import type { z } from "zod";
import type { Happening } from "../model/happening.ts";
import type { Place } from "../model/place.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Problem } from "../problems/problem.ts";
import type { AppChoice } from "./app-choice.ts";
import type { AwsCredentialSource } from "./aws-credentials.ts";
import type { Clock } from "./clock.ts";
import type { Gzip } from "./compression.ts";
import type { Hashing } from "./hashing.ts";
import type { HttpClient } from "./http-client.ts";
import type { Log } from "./log.ts";
import type { StandardOutput } from "./standard-output.ts";

/** What is handed to a push output: one snapshot, or things that happened since the one before. Oldest first. */
export type Delivery =
  | { readonly kind: "snapshot"; readonly snapshot: Snapshot }
  | { readonly kind: "happenings"; readonly happenings: readonly Happening[] };

/** One thing to say to the back end, in its own terms: a series' point, a check result, an event, a document. */
export interface PushItem {
  /** Items of different routes never share a request: series and check runs, say. */
  readonly route: string;
  /** Milliseconds since the epoch; what age limits are about. */
  readonly atMs: number;
}

/** One request, ready to go. */
export interface Payload {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query, below the output's base address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Before compression: what size limits are about. */
  readonly plainBytes: number;
}

/** An item that the back end refused, by its place among those encoded. */
export interface RejectedItem {
  readonly index: number;
  /** A short fixed word, for the counter. */
  readonly reason: string;
  /** Worth another try later. */
  readonly again: boolean;
}

/**
 * What became of a request. Expected failure is a value; a throw is a defect. `duplicates`: of those accepted, how many
 * the back end says it had.
 */
export type DeliveryOutcome =
  | { readonly kind: "accepted"; readonly duplicates?: number }
  | {
      readonly kind: "partly";
      readonly rejected: readonly RejectedItem[];
      readonly duplicates?: number;
      readonly problem?: Problem;
    }
  /** Try the same again; not before `afterMs` when the back end said when. */
  | { readonly kind: "retry"; readonly problem: Problem; readonly afterMs?: number }
  /** Too large: half of it may pass. */
  | { readonly kind: "too-large" }
  /** Something in it is wrong (a 400): found by halving, counted, left out. */
  | { readonly kind: "bad"; readonly problem: Problem }
  /** Nothing will pass until somebody mends it (a wrong key): kept, and tried seldom. */
  | { readonly kind: "hold"; readonly problem: Problem };

/** What may differ from route to route. */
export interface RouteLimits extends Pick<PushLimits, "maxItems" | "maxBytes" | "maxAgeMs" | "maxAheadMs"> {
  /** Time between two requests of this route, a drained backlog included, until the agent ends. None when left out. */
  readonly minGapMs?: number;
}

export interface PushLimits {
  /** Items in one request, and bytes before compression. */
  readonly maxItems: number;
  readonly maxBytes: number;
  /** Older items are refused by the back end: they are dropped and counted instead of sent. */
  readonly maxAgeMs: number;
  /**
   * Items further in the future, by the clock here, are refused by the back end as well: dropped and counted. Left out:
   * it takes any. They come from a clock that went ahead and was set back.
   */
  readonly maxAheadMs?: number;
  /** Between two rounds of delivery; what came meanwhile goes together. A round in which `select` gives nothing is none. */
  readonly cadenceMs: number;
  /** Requests a second at most, a drained backlog included. */
  readonly maxRequestsPerSecond: number;
  /** A request that takes longer is given up and tried again; 30 s when left out. */
  readonly timeoutMs?: number;
  /**
   * Bytes of records that one `select` gets at most, 128 KiB when left out; unpacked they are several times that. More for
   * an output that makes one figure of what was seen over a time: a collection of 200 containers has 90 to 240 kB.
   */
  readonly selectBytes?: number;
  /** The apps' own metrics that `select` gets; all when left out. What is beyond the number is counted and told of. */
  readonly apps?: AppChoice;
  /** Limits of routes that have other ones (events one by one, checks of ten minutes at most). */
  readonly routes?: Readonly<Record<string, Partial<RouteLimits>>>;
}

/** An output that sends. It never retries, batches, sleeps or buffers: the delivery chain does. */
export interface PushOutput<Item extends PushItem = PushItem> {
  /** Where it sends, for people: nothing secret in it. */
  readonly address?: string;
  /** Pure. What this back end is told of these, in its own names and units. */
  select(deliveries: readonly Delivery[]): readonly Item[];
  /** Pure. One request for items of one route; never more of them than `maxItems`. */
  encode(items: readonly Item[]): Payload;
  /** One request, once. The signal is its deadline, or the stop. */
  deliver(payload: Payload, signal: AbortSignal): Promise<DeliveryOutcome>;
  /** What has to stand in the back end first (hosts, graph definitions, templates). Run before the first delivery and every `prepareEveryMs`. */
  prepare?(latest: Snapshot | undefined, signal: AbortSignal): Promise<DeliveryOutcome>;
  readonly prepareEveryMs?: number;
  /** A small look whether delivery would work (address, key), for `doctor`. Sends no data. */
  probe?(signal: AbortSignal): Promise<DeliveryOutcome>;
  /** Last words after everything is flushed (retire a host). */
  conclude?(signal: AbortSignal): Promise<DeliveryOutcome>;
}

export interface PushOutputDeps {
  readonly place: Place;
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly gzip: Gzip;
  readonly hashing: Hashing;
  /** For requests that AWS wants signed (`src/formats/sigv4`). */
  readonly aws: AwsCredentialSource;
  /** For outputs that a log driver reads, and nothing else: no back end has an address there. */
  readonly stdout: StandardOutput;
  readonly log: Log;
}

/** Everything the program knows of a push output. */
export interface PushOutputDefinition<Name extends string = string, Config = unknown> {
  readonly kind: "push";
  readonly name: Name;
  /** A sentence. */
  readonly description: string;
  /** Options with a description each. Must accept `{}`. A secret's option says so: `.meta({ secret: true })`. */
  readonly config: z.ZodType<Config>;
  /** It writes to standard output: what a command shows goes to standard error then. */
  readonly writesStandardOutput?: true;
  /** Whether it is on when the configuration does not say. */
  detect(place: Place, config: Config): { readonly on: boolean; readonly why: string };
  limits(config: Config): PushLimits;
  /** No I/O. */
  create(config: Config, deps: PushOutputDeps): PushOutput;
}
