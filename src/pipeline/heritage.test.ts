import { expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import type { Collected, Input } from "../ports/input.ts";
import { problem } from "../problems/problem.ts";
import { openProblemBoard } from "./problem-board.ts";
import { type Heritage, openRunner } from "./runner.ts";
import { rememberingLog } from "./test/remembering-log.ts";
import { containerOf, inWorld, taskOf } from "./test/world.ts";

it("a runner that follows another goes on with its counts, its sums and what was seen, until it has seen for itself", async () => {
  const clock = openFakeClock();
  const board = openProblemBoard(clock, rememberingLog());
  const bornMs = clock.now();
  let up = true;
  let seen = ["one", "two"];
  const input: Input = {
    collect: async ({ recorder, nowMs }): Promise<Collected> => {
      if (!up) return { ok: false, problem: problem("metadata-unreachable", "endpoint") };
      for (const id of seen) {
        const used = (nowMs - bornMs) / 10_000;
        recorder.container(containerOf(id), taskOf("t")).record("container.cpu.time", used, {}, { atMs: nowMs });
      }
      return { ok: true };
    },
  };
  const open = (staleAfterMs: number, heritage?: Heritage) =>
    openRunner({ name: "ecs", input, clock, board, deadlineMs: 5000, staleAfterMs, refreshMs: 10_000, heritage });
  const sum = (runner: ReturnType<typeof open>) => inWorld(runner.entries()).task("t", "task.cpu.time")?.value;

  const first = open(30_000);
  await first.collect();
  await clock.advance(10_000);
  await first.collect();
  seen = ["one"];
  await clock.advance(10_000);
  await first.collect();
  const before = sum(first);
  expect(before).toBeGreaterThan(0);

  up = false;
  const second = open(60_000, first.heritage());
  expect(second.counts().collections).toBe(3);
  expect(second.health()).toEqual(first.health());
  expect(sum(second)).toBe(before);
  // It withdraws by its own rule: this is stale by that of the first.
  await clock.advance(40_000);
  await second.collect();
  expect(sum(second)).toBe(before);
  expect(second.health().up).toBe(false);
  up = true;
  await clock.advance(10_000);
  await second.collect();
  expect(second.counts().collections).toBe(5);
  expect(second.counts().errors.get("metadata-unreachable")).toBe(1);
  // The stopped container's share stays in the task's sum.
  expect(sum(second)).toBeGreaterThan(before ?? 0);
});
