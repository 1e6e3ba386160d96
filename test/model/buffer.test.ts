import fc from "fast-check";
import { expect, test } from "vitest";
import { type Action, anyAction } from "./buffer-actions.ts";
import { openRun } from "./buffer-run.ts";

/** MODEL_RUNS=5000 for a night. */
const numRuns = Number(process.env.MODEL_RUNS ?? 150);

const play = async (actions: readonly Action[], exact: boolean): Promise<void> => {
  const run = await openRun();
  for (const action of actions) await run.act(action);
  await run.check(exact);
};

const property = async (actions: fc.Arbitrary<Action>, exact: boolean): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 10, maxLength: 80, size: "max" }), (all) => play(all, exact)),
    { numRuns, interruptAfterTimeLimit: 60_000 },
  );
  expect(numRuns).toBeGreaterThan(0);
};

const harmless: readonly Action["do"][] = ["append", "lease", "settle", "release", "forget", "pass", "reopen"];
const crashes: readonly Action["do"][] = [...harmless, "kill process", "crash machine"];

test("on a sound disk, whatever is not delivered is counted, exactly", { timeout: 120_000 }, () =>
  property(
    anyAction.filter((action) => harmless.includes(action.do)),
    true,
  ),
);

test("crashes of the process and the machine lose nothing that was acknowledged", { timeout: 120_000 }, () =>
  property(
    anyAction.filter((action) => crashes.includes(action.do)),
    false,
  ),
);

test("whatever the disk does, what is not delivered is counted", { timeout: 120_000 }, () =>
  property(anyAction, false),
);
