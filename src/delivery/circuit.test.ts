import { describe, expect, it } from "vitest";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import { createCircuit } from "./circuit.ts";
import { accepted } from "./test/plain-output.ts";
import { someProblem } from "./test/stage.ts";

const retry: DeliveryOutcome = { kind: "retry", problem: someProblem };
const hold: DeliveryOutcome = { kind: "hold", problem: someProblem };
const bad: DeliveryOutcome = { kind: "bad", problem: someProblem };
const putOff: DeliveryOutcome = { kind: "partly", rejected: [{ index: 0, reason: "busy", again: true }] };
const refusedPart: DeliveryOutcome = { kind: "partly", rejected: [{ index: 0, reason: "wrong", again: false }] };

const circuitAfter = (...outcomes: readonly DeliveryOutcome[]) => {
  const circuit = createCircuit();
  for (const outcome of outcomes) circuit.heed(outcome);
  return circuit;
};

describe("circuit", () => {
  it("opens after five failures in a row", () => {
    const circuit = circuitAfter(retry, retry, retry, accepted, retry, retry, retry, retry);
    expect([circuit.state(), circuit.failuresInARow(), circuit.allowance()]).toEqual([
      "closed",
      4,
      Number.POSITIVE_INFINITY,
    ]);
    circuit.heed(retry);
    expect([circuit.state(), circuit.failuresInARow(), circuit.allowance()]).toEqual(["open", 5, 1]);
  });

  it("closes when a probe passes, and lets more and more through", () => {
    const circuit = circuitAfter(retry, retry, retry, retry, retry, accepted);
    const allowances = [circuit.allowance()];
    for (let passes = 0; passes < 3; passes += 1) {
      circuit.heed(accepted);
      allowances.push(circuit.allowance());
    }
    expect(circuit.state()).toBe("closed");
    expect(allowances).toEqual([8, 64, 512, Number.POSITIVE_INFINITY]);
  });

  it("is held until something passes", () => {
    const circuit = circuitAfter(hold, hold);
    expect([circuit.state(), circuit.holdsInARow(), circuit.allowance()]).toEqual(["held", 2, 1]);
    circuit.heed(retry);
    expect(circuit.state()).toBe("held");
    circuit.heed(accepted);
    expect([circuit.state(), circuit.holdsInARow(), circuit.failuresInARow()]).toEqual(["closed", 0, 0]);
  });

  it("takes what is put off for a failure, and what is refused for an answer", () => {
    expect(circuitAfter(putOff, putOff, putOff, putOff, putOff).state()).toBe("open");
    for (const answer of [bad, refusedPart, { kind: "too-large" } as const]) {
      expect(circuitAfter(retry, retry, retry, retry, answer).failuresInARow()).toBe(0);
    }
  });
});
