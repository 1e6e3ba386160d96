import type { Clock } from "../../ports/clock.ts";
import type { Keepsake } from "../../ports/keepsake.ts";
import type { Log } from "../../ports/log.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { Discovery } from "./discover.ts";
import { within } from "./patience.ts";
import { readSlots, writeSlots } from "./slot-text.ts";
import { openSlots, type SlotState, type Slots } from "./slots.ts";

/** Slots that outlive the input that gives them, as far as there is a disk. */
export interface KeptSlots {
  /** Takes over what was left. Resolves soon, whatever the disk does; may be called again. */
  begin(): Promise<void>;
  /** The number of each target by its id; undefined before it has begun. */
  of(discovery: Discovery): ReadonlyMap<string, number> | undefined;
  /** Leaves the numbers for a successor, when there are new ones. Resolves soon, whatever the disk does. */
  keep(): Promise<void>;
  /** Why a restart might exchange numbers; undefined when it will not. */
  trouble(): Problem | undefined;
  /** Another one has begun: nothing is left any more. */
  end(): void;
}

export interface KeptSlotsOptions {
  readonly keepsake: Keepsake;
  readonly clock: Clock;
  readonly log: Log;
  readonly graceMs: number;
}

/** The disk is waited for no longer than this, so that one that hangs holds up no collection. */
const patienceMs = 3000;

const none: ReadonlyMap<string, number> = new Map();

export const openKeptSlots = ({ keepsake, clock, log, graceMs }: KeptSlotsOptions): KeptSlots => {
  let beginning: Promise<void> | undefined;
  let slots: Slots | undefined;
  /** What was left last, and its text. */
  let left: SlotState | undefined;
  let leftText = "";
  let failure: string | undefined;
  let ended = false;

  const begin = async (): Promise<void> => {
    const text = await within(clock, patienceMs, keepsake.read());
    const before = text === undefined ? undefined : readSlots(text);
    if (text !== undefined && before === undefined) {
      log.warn("What was kept of the slots of apps' targets cannot be read: they are given anew");
    }
    leftText = text ?? "";
    slots = openSlots({ graceMs, ...(before === undefined ? {} : { before, atMs: clock.monotonic() }) });
  };

  const leave = async (state: SlotState, text: string): Promise<void> => {
    const outcome = await keepsake.leave(text);
    failure = outcome.ok ? undefined : outcome.detail;
    if (!outcome.ok) return;
    left = state;
    leftText = text;
  };

  return {
    begin: () => {
      beginning ??= begin();
      return beginning;
    },
    of: ({ targets, asOfMs }) => {
      // Nobody has looked yet: that says nothing of who is there.
      if (slots === undefined || asOfMs === undefined) return slots && none;
      return slots.assign(targets, clock.monotonic());
    },
    keep: async () => {
      const state = slots?.state();
      if (state === undefined || state === left || ended) return;
      const text = writeSlots(state);
      if (text === leftText) left = state;
      else await within(clock, patienceMs, leave(state, text));
    },
    trouble: () => {
      // A single one of its name is the first again.
      const matters = slots?.state().held.some(({ slot }) => slot > 1) === true;
      return failure === undefined || !matters ? undefined : problem("slots-not-kept", "buffer.path", failure);
    },
    end: () => {
      ended = true;
    },
  };
};
