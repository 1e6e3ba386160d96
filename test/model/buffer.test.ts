import fc from "fast-check";
import { test } from "vitest";
import { type Action, anyAction } from "./buffer-actions.ts";
import { type Expected, openRun } from "./buffer-run.ts";

/** The same sequences in every CI run, which no change elsewhere makes fail; MODEL_RUNS=20000 plays others, for a night. */
const night = process.env.MODEL_RUNS;
const runs = night === undefined ? { numRuns: 150, seed: 1 } : { numRuns: Number(night) };
const timeout = 120_000 + 100 * runs.numRuns;

const property = async (actions: fc.Arbitrary<Action>, expected: Expected): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 10, maxLength: 80, size: "max" }), async (all) => {
      const run = await openRun(expected);
      for (const action of all) await run.act(action);
      await run.check();
    }),
    runs,
  );
};

const only = (...what: readonly Action["do"][]): fc.Arbitrary<Action> =>
  anyAction.filter((one) => what.includes(one.do));

const peaceful = ["append", "lease", "settle", "release", "forget", "pass", "reopen"] as const;

test("on a sound disk, whatever is not delivered is counted, exactly", { timeout }, () =>
  property(only(...peaceful), { sync: "always", exact: true, sound: true }),
);

test("crashes of the process and the machine lose nothing that was acknowledged", { timeout }, () =>
  property(only(...peaceful, "kill process", "crash machine"), { sync: "always", exact: false, sound: true }),
);

test("crashes of the process lose nothing that was written, synced or not", { timeout }, () =>
  property(only(...peaceful, "kill process"), { sync: { everyMs: 5_000 }, exact: false, sound: true }),
);

test("whatever the disk does, what is not delivered is counted", { timeout }, () =>
  property(anyAction, { sync: "always", exact: false, sound: false }),
);
