/*
 * The fault matrix: everything that a back end, or the way to it, does to an output sooner or later, tried on one output
 * inside the real delivery chain, on a fake clock, in well under a second a fault.
 *
 * Call it from a test of the output:
 *
 *   import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
 *
 *   describeFaultMatrix({
 *     definition: datadog,
 *     config: { apiKey: "0123456789abcdef0123456789abcdef" },
 *     secrets: ["0123456789abcdef0123456789abcdef"],
 *     openBackEnd: () => ({
 *       answer: (request) => ({ ok: true, status: 202, headers: {}, body: '{"errors":[]}' }),
 *       itemsIn: (request) => ...   // one unique text for each item in the body, none for requests without items
 *     }),
 *   });
 *
 * `openBackEnd` answers as the real back end does when all is well (also to what `prepare` asks), and tells which items a
 * request carries; strict fakes serve well here. No address is needed: the network is played too (`scripted-http.ts`),
 * and `faithful.test.ts` holds what it says against a real client and real servers. See `subject.ts` for what else can
 * be told: `lie` (an answer that is good only at first sight), `refuseItem` (how one bad item is refused, when not with
 * 400), `expected` (where the output rightly does something else).
 *
 * Of every fault it is checked that
 *   - the books are exact: items = delivered + dropped + refused, and delivered is what the back end took;
 *   - nothing is lost (but the one bad item; what gets too old in an hour of 429, or is too far in the future, counted);
 *   - a problem is told while it lasts, and none some minutes later; the back end is not besieged;
 *   - another output does not notice: all is delivered to it, as fast as ever;
 *   - no secret stands in any log line, problem or metric, though the back end's answers are full of them;
 *   - the agent stops in time in the middle of it.
 */
import { describe, expect, it } from "vitest";
import { type FaultCase, type FaultName, faultCases } from "./faults.ts";
import { openPlay, type Play } from "./play.ts";
import type { Expectation, MatrixSubject } from "./subject.ts";

const minutesBefore = 3;
const usualMinutes = 4;
/** A hold is looked at again after five minutes at the latest. */
const minutesToMend = 12;
/** So long a loss or a refusal is told of. */
const minutesToForget = 6;

/** Requests with items in one minute; an output may need several for one delivery, and more the more metrics there are. */
const siegePerMinute = 300;
/** While held: at 0, 1, 3 and 7 minutes. */
const triesWhileHeld = 8;
const witnessLatencyMs = 11_000;

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, one) => all + one, 0);

const mostInAMinute = (timesMs: readonly number[]): number => {
  let from = 0;
  let most = 0;
  for (const [place, atMs] of timesMs.entries()) {
    while ((timesMs[from] ?? atMs) <= atMs - 60_000) from += 1;
    most = Math.max(most, place - from + 1);
  }
  return most;
};

/** While the fault lasts. */
const expectDuring = (play: Play, expected: Expectation, before: { delivered: number; requests: number }): void => {
  const { delivered, problems, circuit, dropped, lostPoints } = play.health();
  expect(sum(lostPoints)).toBe(0);
  if (expected === "kept" || expected === "held") {
    expect(delivered).toBe(before.delivered);
    expect(problems).not.toEqual([]);
    for (const { code } of problems) expect(code).not.toBe("output-crashed");
  }
  if (expected !== "held") return;
  expect(circuit).toBe("held");
  expect(sum(dropped)).toBe(0);
  expect(play.http.requestsMs.length - before.requests).toBeLessThanOrEqual(triesWhileHeld);
};

/** What was seen while the clock was ahead is in the future now, and more than this back end takes. */
const isFromFuture = ({ limits }: Play, name: FaultName): boolean => {
  const { stepMs = 0, stepsBack }: FaultCase = faultCases[name];
  return stepsBack === true && stepMs > (limits.maxAheadMs ?? Number.POSITIVE_INFINITY);
};

/** When it is over and everything came to its end. */
const expectAfter = (play: Play, name: FaultName, expected: Expectation): void => {
  const { items, inHand, delivered, dropped, refused, queue, circuit, problems, lostPoints } = play.health();
  expect({ inHand, records: queue.records, circuit, problems }).toEqual({
    inHand: 0,
    records: 0,
    circuit: "closed",
    problems: [],
  });
  expect(items).toBe(delivered + sum(dropped) + sum(refused));
  expect(delivered).toBeGreaterThan(0);
  // What an answer without a word means, the back end alone knows.
  const told = expected !== "taken" || faultCases[name].expected === "taken";
  if (told) expect(new Set(play.http.taken).size).toBe(delivered);
  if (isFromFuture(play, name)) expect([...dropped.keys(), ...lostPoints.keys()]).toEqual(["too-new"]);
  else if (name !== "429 for an hour") expect([...dropped, ...lostPoints]).toEqual([]);
  if (expected !== "refused") expect([...refused]).toEqual([]);
  else if (name === "400 for one bad item among many") expect(sum(refused)).toBe(1);
  else expect(sum(refused)).toBeGreaterThan(0);
};

const expectWitness = ({ witness }: Play, minutes: number): void => {
  expect(witness.latenciesMs).toHaveLength(minutes);
  expect(Math.max(...witness.latenciesMs)).toBeLessThanOrEqual(witnessLatencyMs);
};

const utf8 = new TextEncoder();

const expectSilence = (play: Play): void => {
  const seen = play.seen();
  for (const secret of play.secrets) {
    for (const form of [secret, utf8.encode(secret).toBase64(), encodeURIComponent(secret)]) {
      if (seen.includes(form)) {
        const line = seen.split("\n").find((text) => text.includes(form));
        throw new Error(`A secret was seen: ${line}`);
      }
    }
  }
};

/** Tries one fault; throws when the output does not come out of it as it should. */
export const tryFault = async (subject: MatrixSubject, name: FaultName): Promise<void> => {
  const faultCase: FaultCase = faultCases[name];
  const expected = subject.expected?.[name] ?? faultCase.expected;
  const { minutes = usualMinutes, fromStart = false, stepMs = 0, stepsBack = false } = faultCase;
  const play = openPlay(subject);
  const earlier = fromStart ? 0 : minutesBefore;
  await play.minutes(earlier);
  const before = { delivered: play.health().delivered, requests: play.http.requestsMs.length };
  play.setFault(faultCase.open(subject));
  play.stepClock(stepMs);
  await play.minutes(minutes);
  expectDuring(play, fromStart && expected === "held" ? "kept" : expected, before);
  if (name === "413 for large requests" && play.limits.maxItems > 1) {
    expect(play.health().requests.get("too-large")).toBeGreaterThan(0);
  }
  play.setFault(undefined);
  if (stepsBack) play.stepClock(-stepMs);
  await play.minutes(minutesToMend + minutesToForget);
  expectAfter(play, name, expected);
  expect(mostInAMinute(play.http.requestsMs)).toBeLessThanOrEqual(siegePerMinute);
  expectWitness(play, earlier + minutes + minutesToMend + minutesToForget);
  await play.stop();
  expectSilence(play);
};

/** Stops in the middle of a fault: `drain` keeps its time, which the play's clock proves by coming back. */
const tryStop = async (subject: MatrixSubject, name: FaultName): Promise<void> => {
  const play = openPlay(subject);
  await play.minutes(1);
  play.setFault(faultCases[name].open(subject));
  await play.minutes(2);
  await play.stop();
  const { items, delivered, dropped, refused, inHand } = play.health();
  expect(items).toBe(delivered + sum(dropped) + sum(refused) + inHand);
  expectSilence(play);
};

const isFaultName = (text: string): text is FaultName => Object.hasOwn(faultCases, text);

/** The faults that a back end of this kind can have. */
export const faultsOf = (subject: MatrixSubject): readonly FaultName[] =>
  Object.keys(faultCases)
    .filter(isFaultName)
    .filter((name) => faultCases[name].open(subject) !== undefined);

/** Registers the matrix as tests of one output. */
export const describeFaultMatrix = <Config>(subject: MatrixSubject<Config>): void => {
  describe(`${subject.definition.name}, when`, () => {
    it.each(faultsOf(subject))("%s", (name) => tryFault(subject, name));
    it.each(faultsOf(subject))("the agent stops while: %s", (name) => tryStop(subject, name));
  });
};
