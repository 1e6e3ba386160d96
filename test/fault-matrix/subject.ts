import type { Place } from "../../src/model/place.ts";
import type { HttpRequest, HttpResponse } from "../../src/ports/http-client.ts";
import type { PushOutputDefinition } from "../../src/ports/push-output.ts";
import type { FaultName } from "./faults.ts";

/** A back end that works as its documentation says. A new one is opened for each case; it may remember what it got. */
export interface HonestBackEnd {
  /** Of any request, also of those that only prepare. */
  answer(request: HttpRequest): HttpResponse;
  /**
   * What the request carries: one text for every item that the output selected, the same each time that item is sent, and
   * different from all others'. Empty for requests without items.
   */
  itemsIn(request: HttpRequest): readonly string[];
}

/**
 * What the chain has to make of a fault. kept: nothing is delivered or lost while it lasts, a problem is told, and all is
 * delivered afterwards; held: the same, and it is tried seldom; taken: the answer counts as a good one; refused: what was
 * sent meanwhile counts as refused, the rest is delivered.
 */
export type Expectation = "kept" | "held" | "taken" | "refused";

/** An output, and what the matrix has to know to try it. */
export interface MatrixSubject<Config = unknown> {
  readonly definition: PushOutputDefinition<string, Config>;
  /** As a user would write it; parsed by the definition's own schema. */
  readonly config: unknown;
  /** Texts of the configuration that nobody may ever see. At least one, if the back end has a key. */
  readonly secrets: readonly string[];
  openBackEnd(): HonestBackEnd;
  /** A sidecar on Fargate when left out. */
  readonly place?: Place;
  /** An answer with a good status that admits a failure: to be refused, unless `expected` says otherwise. */
  readonly lie?: (request: HttpRequest) => HttpResponse;
  /** How the back end refuses a request because of one item in it; 400 when left out. `item` is one of `itemsIn`. */
  readonly refuseItem?: (request: HttpRequest, item: string) => HttpResponse;
  /** Where this output rightly differs from what most do. */
  readonly expected?: Partial<Record<FaultName, Expectation>>;
}
