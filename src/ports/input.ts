import type { z } from "zod";
import type { FamilyName } from "../catalogue/catalogue.ts";
import type { Form, Place } from "../model/place.ts";
import type { Problem } from "../problems/problem.ts";
import type { Clock } from "./clock.ts";
import type { Gunzip } from "./compression.ts";
import type { ContainerBoard } from "./container-board.ts";
import type { KernelFiles } from "./files.ts";
import type { HttpClient } from "./http-client.ts";
import type { Keepsake } from "./keepsake.ts";
import type { Log } from "./log.ts";
import type { OpenPlugins } from "./plugins.ts";
import type { Recorder } from "./recorder.ts";
import type { ScrapeTargets } from "./scrape-target.ts";

/** What one collection is given. */
export interface CollectContext {
  readonly recorder: Recorder;
  /** Fires at the deadline, which is before the next collection. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch at the start of the collection. */
  readonly nowMs: number;
  /** One more look between two collections, for somebody who watches: a refusal of it holds up no collection. */
  readonly extra?: true;
  /** A trouble of one target; the collection goes on. */
  report(problem: Problem): void;
}

/**
 * `ok: false`: the collection failed, and what was seen before is served while it is fresh. `partial: true` beside it:
 * what was recorded this time counts (identities, say, when only the statistics failed), and only the points missing
 * from it are carried over.
 */
export type Collected =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: Problem; readonly partial?: true };

/** A document of the source as it came, for people who investigate. */
export interface SourceDocument {
  readonly body: string;
  readonly contentType: string;
  /** When it was fetched, milliseconds since the epoch. */
  readonly fetchedAtMs: number;
}

/** A polled input. */
export interface Input {
  /**
   * Records everything there is to see now. Never called twice at once. Expected failures are values; a throw is a
   * defect and counts as one.
   */
  collect(ctx: CollectContext): Promise<Collected>;
  /** Opens what lives between collections (an event stream). Called once, before the first collection. */
  start?(): Promise<void>;
  /** Closes it. Safe without `start`, and twice. */
  stop?(): Promise<void>;
  /** The source's last answers by path: `task`, `stats`. */
  documents?(): Readonly<Record<string, SourceDocument>>;
  /** Where others could read what it reads. */
  targets?(): ScrapeTargets;
}

export interface InputDeps {
  readonly place: Place;
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly files: KernelFiles;
  readonly gunzip: Gunzip;
  readonly plugins: OpenPlugins;
  /** What containers the inputs see that see some. */
  readonly containers: ContainerBoard;
  /** What the input before this one left, and what this one leaves. */
  readonly keepsake: Keepsake;
  readonly log: Log;
}

export interface Detection {
  readonly on: boolean;
  /** One sentence for the start-up log. */
  readonly why: string;
}

/** A thing to mount into the agent's container, and what is lost without it. */
export interface MountNeed {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly without: string;
}

/** Everything the program knows of an input. Docs, config schema and templates are made from it. */
export interface InputDefinition<Name extends string = string, Config = unknown> {
  /** Kebab case; also its key in the configuration. */
  readonly name: Name;
  /** One sentence. */
  readonly description: string;
  /** Options with a description each. Must accept `{}`. */
  readonly config: z.ZodType<Config>;
  /** The families it may record. */
  readonly families: readonly FamilyName[];
  readonly forms: readonly Form[];
  /** IAM actions it needs, if any. */
  readonly permissions: readonly string[];
  readonly mounts: readonly MountNeed[];
  /** How often the source itself has news, in ms; a sample is stale after three of these or three intervals. */
  readonly refreshMs: number;
  /** The same for one place, where it has them more often: nobody is shown figures more often than there are new ones. */
  refreshMsAt?(place: Place): number;
  /** Whether it is on when the configuration does not say. */
  detect(place: Place, config: Config): Detection;
  /** No I/O. Throws only on impossible configuration. */
  create(config: Config, deps: InputDeps): Input;
}
