import type { AppFamily } from "./app-family.ts";
import type { Form } from "./place.ts";
import type { Point } from "./point.ts";
import type { Resource } from "./resource.ts";

/** A resource and its latest points. */
export interface Entry {
  readonly resource: Resource;
  readonly points: readonly Point[];
  /** Of a target: the app's own metrics, as it names them. */
  readonly families?: readonly AppFamily[];
}

/** How an input fares; the runner keeps it. */
export interface InputHealth {
  readonly name: string;
  /** Undefined before the first collection. */
  readonly up: boolean | undefined;
  readonly durationMs?: number;
  readonly lastSuccessMs?: number;
  /** Newest sample time, by the source's clock. */
  readonly newestSampleMs?: number;
}

/**
 * The latest value of everything. Immutable; replaced as a whole after each collection. Readers hold on to one for as
 * long as they like and never cause a collection.
 */
export interface Snapshot {
  /** Milliseconds since the epoch. */
  readonly takenAtMs: number;
  readonly form: Form;
  readonly entries: readonly Entry[];
  readonly inputs: readonly InputHealth[];
}
