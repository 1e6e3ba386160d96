import { type FakeClock, openFakeClock } from "../../../test/fake-clock.ts";
import type { Happening } from "../../model/happening.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { zstd } from "../../platform/zstd.ts";
import type { RecordBuffer } from "../../ports/buffer.ts";
import type { LogFields } from "../../ports/log.ts";
import type { OutputHealth } from "../../ports/output-health.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import { openMemoryBuffer } from "../buffers/memory.ts";
import { type DeliveryChain, openDelivery } from "../delivery.ts";
import type { DeliveryOutput } from "../output-delivery.ts";

export const startMs = Date.UTC(2026, 0, 1);
export const intervalMs = 10_000;

export const someProblem: Problem = problem("output-failing", "back-end", "500");

/** Numbers without chance: the same for every run. */
const fixedRandom = (seed = 1): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
};

export interface Stage {
  readonly clock: FakeClock;
  readonly chain: DeliveryChain;
  readonly buffer: RecordBuffer;
  readonly log: readonly { readonly message: string; readonly fields: LogFields }[];
  /** What each owner was last said to have. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  health(name: string): OutputHealth;
}

export interface StageOptions {
  readonly outputs: readonly DeliveryOutput[];
  readonly clock?: FakeClock;
  readonly buffer?: RecordBuffer;
  readonly bufferBytes?: number;
  readonly random?: () => number;
  readonly happeningsBetween?: (before: Snapshot, after: Snapshot) => readonly Happening[];
}

/** The delivery chain in a world without chance, network or time of its own. Started. */
export const openStage = (options: StageOptions): Stage => {
  const clock = options.clock ?? openFakeClock({ nowMs: startMs });
  const buffer = options.buffer ?? openMemoryBuffer({ maxBytes: options.bufferBytes ?? 4_000_000 }, { clock });
  const lines: { readonly message: string; readonly fields: LogFields }[] = [];
  const line = (message: string, fields: LogFields = {}): void => {
    lines.push({ message, fields });
  };
  const problems = new Map<string, readonly Problem[]>();
  const chain = openDelivery({
    outputs: options.outputs,
    buffer,
    codec: zstd,
    clock,
    random: options.random ?? fixedRandom(),
    log: { debug: line, info: line, warn: line, error: line },
    board: { update: (owner, present) => problems.set(owner, present) },
    intervalMs,
    happeningsBetween: options.happeningsBetween ?? (() => []),
  });
  chain.start();
  return {
    clock,
    chain,
    buffer,
    log: lines,
    problems,
    health: (name) => {
      const found = chain.health().find((health) => health.name === name);
      if (found === undefined) throw new Error(`No output ${name}`);
      return found;
    },
  };
};

/** Everything an output was given is in exactly one place. */
export const balance = ({ items, delivered, inHand, returned, dropped, refused }: OutputHealth) => {
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, one) => all + one, 0);
  return { items, accounted: delivered + inHand + returned + sum(dropped) + sum(refused) };
};
