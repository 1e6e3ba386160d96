import { describe, expect, it } from "vitest";
import { eventsIn } from "../../../test/fakes/emf/read.ts";
import { openPlay } from "../../../test/fault-matrix/play.ts";
import type { LineWritten, StandardOutput } from "../../ports/standard-output.ts";
import type { ProblemCode } from "../../problems/table.ts";
import { stdout } from "./index.ts";

type Fault = Extract<LineWritten, { ok: false }>["reason"];

/** A reader that takes every line, or does what readers do sooner or later. */
const openReader = () => {
  const lines: string[] = [];
  const tries: string[] = [];
  /** So many lines are still taken before the fault. */
  let fault: { readonly reason: Fault; left: number } | undefined;
  const port: StandardOutput = {
    outlet: () => "pipe",
    write: async (line, signal) => {
      tries.push(line);
      if (fault === undefined || fault.left > 0) {
        if (fault !== undefined) fault.left -= 1;
        lines.push(line);
        return { ok: true };
      }
      const { reason } = fault;
      if (reason === "blocked") await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return { ok: false, reason, detail: "EPIPE" };
    },
  };
  const setFault = (reason: Fault | undefined, left = 0): void => {
    fault = reason && { reason, left };
  };
  return { port, lines, tries, setFault };
};

const play = (format: "json" | "emf") => {
  const reader = openReader();
  const subject = {
    definition: stdout,
    config: { format, intervalMs: 30_000 },
    secrets: [],
    openBackEnd: () => ({
      itemsIn: () => [],
      answer: () => ({ ok: true, status: 500, headers: {}, body: "" }) as const,
    }),
  };
  return { reader, chain: openPlay(subject, { stdout: reader.port }) };
};

const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, one) => sum + one, 0);

const faults: readonly (readonly [Fault, ProblemCode])[] = [
  ["blocked", "stdout-blocked"],
  ["closed", "stdout-closed"],
  ["full", "stdout-failing"],
  ["failed", "stdout-failing"],
];

describe.each(["json", "emf"] as const)("in the delivery chain, %s", (format) => {
  it.each(faults)("%s: kept and told, then written once each; no other output notices", async (reason, code) => {
    const { reader, chain } = play(format);
    await chain.minutes(3);
    reader.setFault(reason, 1);
    await chain.minutes(4);
    const during = chain.health();
    expect(during.problems.map((problem) => problem.code)).toEqual([code]);
    expect(during.circuit === "held").toBe(reason === "closed");
    const triesDuring = reader.tries.length;
    reader.setFault(undefined);
    await chain.minutes(12);
    const { items, inHand, delivered, dropped, refused, lostPoints, queue, problems } = chain.health();
    expect({ inHand, records: queue.records, problems }).toEqual({ inHand: 0, records: 0, problems: [] });
    expect([total(dropped), total(refused), total(lostPoints)]).toEqual([0, 0, 0]);
    expect(items).toBe(delivered);
    expect(reader.lines).toHaveLength(delivered);
    expect(new Set(reader.lines).size).toBe(delivered);
    expect(() => eventsIn(reader.lines.join(""))).not.toThrow();
    // Nobody who is stuck is besieged.
    expect(triesDuring).toBeLessThan(delivered);
    expect(Math.max(...chain.witness.latenciesMs)).toBeLessThanOrEqual(11_000);
    await chain.stop();
  });

  it.each(faults)("%s: the agent stops in time all the same", async (reason) => {
    const { reader, chain } = play(format);
    await chain.minutes(1);
    reader.setFault(reason);
    await chain.minutes(2);
    await chain.stop();
    const { items, delivered, dropped, refused, inHand } = chain.health();
    expect(items).toBe(delivered + total(dropped) + total(refused) + inHand);
    expect(reader.lines).toHaveLength(delivered);
  });
});
