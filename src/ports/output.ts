import type { z } from "zod";
import type { Place } from "../model/place.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Problem } from "../problems/problem.ts";
import type { PushOutputDefinition } from "./push-output.ts";

/** What a reader asked for. */
export interface RenderRequest {
  /** The Accept header; empty when absent. */
  readonly accept: string;
}

export interface Rendering {
  readonly contentType: string;
  readonly body: string;
  /** Troubles seen in the snapshot itself (two containers, one series). */
  readonly problems: readonly Problem[];
  /** Series of apps that are in the snapshot and, being too many, not in the body. */
  readonly leftOut?: number;
}

/**
 * An output that others come to. `variant` names the rendering that a request gets; equal variants of one snapshot
 * are rendered once.
 */
export interface PullOutput {
  /** Path on the agent's port. */
  readonly path: string;
  variant(request: RenderRequest): string;
  /** Pure. */
  render(snapshot: Snapshot, variant: string): Rendering;
}

export interface OutputDeps {
  readonly place: Place;
}

/** Everything the program knows of a pull output. */
export interface PullOutputDefinition<Name extends string = string, Config = unknown> {
  readonly kind: "pull";
  readonly name: Name;
  /** A sentence. */
  readonly description: string;
  /** Options with a description each. Must accept `{}`. */
  readonly config: z.ZodType<Config>;
  /** Whether it is on when the configuration does not say. */
  detect(place: Place, config: Config): { readonly on: boolean; readonly why: string };
  create(config: Config, deps: OutputDeps): PullOutput;
}

/** An output: others come to it, or it sends. */
export type OutputDefinition = PullOutputDefinition | PushOutputDefinition;
