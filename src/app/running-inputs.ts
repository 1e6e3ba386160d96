import type { Place } from "../model/place.ts";
import { type LastingRunner, openRunner } from "../pipeline/runner.ts";
import type { Input, InputDefinition } from "../ports/input.ts";
import type { Log } from "../ports/log.ts";
import { equal } from "./equal.ts";
import type { Boards } from "./lasting.ts";
import type { Selection } from "./selection.ts";
import type { Services } from "./services.ts";

/** An input that is on, and what it was made from. */
export interface RunningInput {
  readonly definition: InputDefinition;
  readonly config: Selection<InputDefinition>["config"];
  readonly intervalMs: number;
  readonly input: Input;
  readonly runner: LastingRunner;
}

export interface RunningInputsOptions {
  readonly chosen: readonly Selection<InputDefinition>[];
  /** At work now. One whose configuration is as it was goes on; a new one takes over what the one before has seen. */
  readonly before: readonly RunningInput[];
  readonly intervalMs: number;
  readonly place: Place;
  readonly boards: Boards;
  readonly services: Services;
  readonly log: Log;
}

/** A collection has nine tenths of the interval, so that two never meet. */
const deadlineShare = 0.9;
/** A sample older than this many intervals (or of the source's own refreshes, where those are longer) is withdrawn. */
const staleIntervals = 3;

export const openInputs = ({
  chosen,
  before,
  intervalMs,
  place,
  boards,
  services,
  log,
}: RunningInputsOptions): readonly RunningInput[] => {
  const { clock, files, http, gunzip, plugins } = services;
  const { board, containers, keepsakes } = boards;
  return chosen
    .filter(({ on }) => on)
    .map(({ definition, config }) => {
      const known = before.find((one) => one.definition.name === definition.name);
      if (known !== undefined && equal([known.config, known.intervalMs], [config, intervalMs])) return known;
      const keepsake = keepsakes.of(definition.name);
      const input = definition.create(config, {
        place,
        clock,
        http,
        files,
        gunzip,
        plugins,
        containers,
        keepsake,
        log,
      });
      const runner = openRunner({
        name: definition.name,
        input,
        clock,
        board,
        deadlineMs: intervalMs * deadlineShare,
        staleAfterMs: staleIntervals * Math.max(intervalMs, definition.refreshMs),
        refreshMs: definition.refreshMsAt?.(place) ?? definition.refreshMs,
        heritage: known?.runner.heritage(),
      });
      return { definition, config, intervalMs, input, runner };
    });
};
