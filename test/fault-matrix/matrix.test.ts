import { describe, expect, it } from "vitest";
import type { DeliveryOutcome } from "../../src/ports/push-output.ts";
import { problem } from "../../src/problems/problem.ts";
import type { FaultName } from "./faults.ts";
import { describeFaultMatrix, faultsOf, tryFault } from "./matrix.ts";
import { type Judge, judge, openPlainBackEnd, plainLie, plainPushOutput } from "./plain-push-output.ts";
import type { MatrixSubject } from "./subject.ts";

const secret = "plain/key+0123456789";

const subject = (judged?: Judge): MatrixSubject => ({
  definition: plainPushOutput(judged),
  config: { apiKey: secret },
  secrets: [secret],
  openBackEnd: openPlainBackEnd,
  lie: plainLie,
});

describeFaultMatrix(subject());

/** An output that is right but for one thing. */
const wrongly = (outcome: (answer: Parameters<Judge>[0]) => DeliveryOutcome | undefined): MatrixSubject =>
  subject((answer) => outcome(answer) ?? judge(answer));

const accepted: DeliveryOutcome = { kind: "accepted" };
const statusOf = (answer: Parameters<Judge>[0]): number => (answer.ok ? answer.status : 0);

describe("the matrix finds", () => {
  it.each<[string, FaultName, MatrixSubject]>([
    [
      "a page that is taken for an answer",
      "a proxy answers HTML with 200",
      wrongly((answer) => (statusOf(answer) === 200 ? accepted : undefined)),
    ],
    ["a loss", "500", wrongly((answer) => (statusOf(answer) === 500 ? accepted : undefined))],
    [
      "a wrong key that is tried like any failure",
      "403, the key is wrong",
      wrongly((answer) =>
        statusOf(answer) === 403 ? { kind: "retry", problem: problem("output-key", "x") } : undefined,
      ),
    ],
    [
      "refusals that nobody counts",
      "a good status that lies",
      wrongly((answer) => (statusOf(answer) === 200 ? accepted : undefined)),
    ],
    [
      "a whole request thrown away for one item",
      "400 for one bad item among many",
      wrongly((answer) =>
        statusOf(answer) === 400
          ? {
              kind: "partly",
              rejected: Array.from({ length: 500 }, (_, index) => ({ index, reason: "bad", again: false })),
            }
          : undefined,
      ),
    ],
    [
      "a secret that a back end repeats",
      "503",
      wrongly((answer) =>
        answer.ok && answer.status === 503
          ? { kind: "retry", problem: problem("output-failing", "x", answer.body) }
          : undefined,
      ),
    ],
    [
      "an output that throws",
      "TLS fails",
      wrongly((answer) => {
        if (!answer.ok) throw new Error(answer.detail);
        return undefined;
      }),
    ],
  ])("%s", async (_, name, wrong) => {
    await expect(tryFault(wrong, name)).rejects.toThrow();
  });

  it("what a back end cannot do, and leaves it out", () => {
    const { lie: _, ...without } = subject();
    expect(faultsOf(subject())).toContain("a good status that lies");
    expect(faultsOf(without)).not.toContain("a good status that lies");
  });
});
