import type { Recorder } from "../../ports/recorder.ts";
import { containerOf, startMs, taskOf } from "./world.ts";

/** What a container does between two collections. */
export type Deed =
  /** Works this much and is sampled this long before the collection. */
  | { readonly do: "work"; readonly amount: number; readonly ageMs: number }
  /** Works, but the source still has its last sample. */
  | { readonly do: "stall"; readonly amount: number }
  /** Is listed as stopped, without a sample. */
  | { readonly do: "stop" }
  /** Works, and is not listed. */
  | { readonly do: "vanish"; readonly amount: number }
  /** Is started again: its counter begins at zero, and its start is told. */
  | { readonly do: "restart"; readonly amount: number; readonly ageMs: number }
  /** Its counter begins at zero, and nobody tells why. */
  | { readonly do: "lose"; readonly amount: number; readonly ageMs: number }
  /** The source gives a part of what it gave before, once. */
  | { readonly do: "slip"; readonly amount: number; readonly ageMs: number; readonly part: number };

/** A sample that was delivered, with the truth about it. */
export interface Delivered {
  /** All the work the container ever did, up to the sample. */
  readonly worked: number;
  /** When it was really taken, by a clock that nobody steps. */
  readonly tookMs: number;
  /** What the source said. */
  readonly told: number;
  /** By the source's clock. */
  readonly readMs: number;
}

/** How far the clocks are off at a moment of true time. */
export type Offset = (trueMs: number) => number;

/** One container and what it really did, kept as simply as can be. */
export interface CountedContainer {
  readonly id: string;
  /** Does it, and says whether a new sample was delivered, an old one again, or none. */
  live(deed: Deed, trueMs: number, offset: Offset): "new" | "same" | "none";
  record(recorder: Recorder): void;
  last(): Delivered | undefined;
  before(): Delivered | undefined;
  /** Everything that the samples so far could tell was told. */
  isToldInFull(): boolean;
  /** The last two samples tell all that happened between them. */
  isPlain(): boolean;
}

export const openContainer = (id: string): CountedContainer => {
  let worked = 0;
  let counter = 0;
  let sinceMs = startMs - 60_000;
  let listed: "running" | "stopped" | "gone" = "running";
  let last: Delivered | undefined;
  let before: Delivered | undefined;
  /** Counts were lost that no sample will ever show. */
  let lost = false;
  /** The last sample delivered was a slip. */
  let slipped = false;
  let restartedSince = false;
  let plain = false;

  const work = (amount: number): void => {
    worked += amount;
    counter += amount;
  };

  const deliver = (told: number, tookMs: number, offset: Offset): void => {
    before = last;
    // A counter that began anew and has passed the old one already: the source does not tell that it did.
    if (restartedSince && before !== undefined && told >= before.told) lost = true;
    restartedSince = false;
    last = { worked, tookMs, told, readMs: startMs + tookMs + offset(tookMs) };
    listed = "running";
  };

  const beginAnew = (known: boolean, trueMs: number, offset: Offset): void => {
    const unseen = worked > (last?.worked ?? 0);
    if (!known || unseen || slipped) lost = true;
    counter = 0;
    restartedSince = known;
    if (known) sinceMs = startMs + trueMs + offset(trueMs);
  };

  const sample = (deed: Extract<Deed, { ageMs: number }>, trueMs: number, offset: Offset): void => {
    const tookMs = trueMs - deed.ageMs;
    const anew = deed.do === "restart" || deed.do === "lose";
    // Started again after the last sample and before this one.
    if (anew) beginAnew(deed.do === "restart", Math.max(tookMs - 500, (last?.tookMs ?? tookMs - 1000) + 1), offset);
    work(deed.amount);
    const wasPlain = !anew && !slipped && deed.do !== "slip" && last !== undefined;
    deliver(deed.do === "slip" ? (last?.told ?? 0) * deed.part : counter, tookMs, offset);
    slipped = deed.do === "slip";
    plain = wasPlain;
  };

  return {
    id,
    live: (deed, trueMs, offset) => {
      switch (deed.do) {
        case "stop":
          listed = "stopped";
          return "none";
        case "vanish":
          work(deed.amount);
          listed = "gone";
          return "none";
        case "stall":
          work(deed.amount);
          if (last === undefined) return "none";
          listed = "running";
          return "same";
        default:
          // A slip is a decrease, and alone: two in a row, or one after a reset that nobody told, look like another reset.
          sample(
            deed.do === "slip" && (slipped || lost || !last?.told) ? { ...deed, do: "work" } : deed,
            trueMs,
            offset,
          );
          return "new";
      }
    },
    record: (recorder) => {
      if (listed === "gone") return;
      const container = recorder.container(containerOf(id), taskOf("one"));
      container.record("container.status", 1, { type: "known", status: listed === "running" ? "RUNNING" : "STOPPED" });
      if (listed === "stopped" || last === undefined) return;
      container.record("container.cpu.time", last.told, {}, { atMs: last.readMs, sinceMs });
    },
    last: () => last,
    before: () => before,
    isToldInFull: () => !lost && !slipped,
    isPlain: () => plain,
  };
};
