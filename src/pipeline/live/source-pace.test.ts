import { describe, expect, it } from "vitest";
import { collectionOf, containerOf } from "../test/world.ts";
import { openSourcePace } from "./source-pace.ts";

/** Collections every second of a source that samples when it says, in ms. */
const paceOf = (claimedMs: number, samplesMs: readonly number[]) => {
  const pace = openSourcePace(claimedMs);
  for (const atMs of samplesMs) {
    pace.take(
      collectionOf(atMs + 100, (recorder) => {
        const web = recorder.container(containerOf("web"));
        web.record("container.restarts", 0, {}, { atMs: atMs + 100 });
        web.record("container.cpu.time", 1, {}, { atMs });
      }).drafts,
    );
  }
  return pace.refreshMs();
};

describe("how often a source has news", () => {
  it("is what it claims until it is seen to be sooner", () => {
    expect(paceOf(10_000, [])).toBe(10_000);
    expect(paceOf(10_000, [1000, 1000, 1000])).toBe(10_000);
    expect(paceOf(10_000, [0, 10_000, 19_990, 30_000])).toBe(10_000);
  });

  it("is what is seen when that is much sooner, in whole seconds", () => {
    expect(paceOf(10_000, [0, 1010, 1990, 3000])).toBe(1000);
    expect(paceOf(10_000, [0, 2100, 4000, 6050])).toBe(2000);
    expect(paceOf(10_000, [0, 200, 400, 600])).toBe(1000);
  });

  it("is no longer because it was asked seldom", () => {
    expect(paceOf(1000, [0, 10_000, 20_000])).toBe(1000);
  });
});
