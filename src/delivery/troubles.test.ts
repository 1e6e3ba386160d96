import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import { problem } from "../problems/problem.ts";
import { accepted } from "./test/plain-output.ts";
import { someProblem } from "./test/stage.ts";
import { openTroubles } from "./troubles.ts";

const refused = problem("output-refused", "back-end", "400");
const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };

describe("troubles", () => {
  it("are told after the third failure in a row, until something passes", () => {
    const troubles = openTroubles(openFakeClock());
    troubles.heed(retry, 1);
    troubles.heed(retry, 2);
    expect(troubles.standing()).toEqual([]);
    troubles.heed(retry, 3);
    expect(troubles.standing()).toEqual([someProblem]);
    troubles.heed(accepted, 0);
    expect(troubles.standing()).toEqual([]);
  });

  it("are told at once when somebody has to do something", () => {
    const troubles = openTroubles(openFakeClock());
    troubles.heed({ kind: "hold", problem: someProblem }, 0);
    troubles.prepared(refused);
    expect(troubles.standing()).toEqual([someProblem, refused]);
    troubles.heed({ kind: "too-large" }, 0);
    troubles.prepared(undefined);
    expect(troubles.standing()).toEqual([]);
  });

  it.each<DeliveryOutcome>([
    { kind: "bad", problem: refused },
    { kind: "partly", rejected: [], problem: refused },
  ])("are told for five minutes when something was refused: $kind", async (outcome) => {
    const clock = openFakeClock();
    const troubles = openTroubles(clock);
    troubles.heed(outcome, 0);
    troubles.heed(accepted, 0);
    await clock.advance(299_999);
    expect(troubles.standing()).toEqual([refused]);
    await clock.advance(1);
    expect(troubles.standing()).toEqual([]);
  });

  it("are one of a kind", () => {
    const troubles = openTroubles(openFakeClock());
    troubles.lost(refused);
    troubles.lost({ ...refused, detail: "again" });
    troubles.heed({ kind: "partly", rejected: [] }, 0);
    expect(troubles.standing()).toEqual([{ ...refused, detail: "again" }]);
  });
});
