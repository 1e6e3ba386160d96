import { containerWords } from "../../model/container-words.ts";
import type { TargetIdentity } from "../../model/identity.ts";
import { present } from "../../model/present.ts";
import type { CollectContext } from "../../ports/input.ts";
import type { Recorder } from "../../ports/recorder.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { Target } from "./discover.ts";
import { type Outcome, reasonCodes } from "./outcome.ts";
import { shownUrl } from "./read-target.ts";
import type { Kept } from "./readings.ts";

export const identityOf = (target: Target, slot: number): TargetIdentity => {
  const { id, name, wanted, located } = target;
  const { containerPort, hostPort } = located;
  return {
    id,
    kind: wanted.kind,
    name,
    slot,
    address: shownUrl(target).replace(/^https?:\/\//, ""),
    containerPort,
    ...present({ hostPort, tags: Object.keys(wanted.tags).length === 0 ? undefined : wanted.tags }),
  };
};

/** What is wrong with a target after its last reading. */
const problemsOf = (target: Target, outcome: Outcome): readonly Problem[] => {
  const subject = `${containerWords(target.seen)} ${shownUrl(target)}`;
  if (!outcome.ok) return [problem(reasonCodes[outcome.reason], subject, outcome.detail)];
  const { dropped, remark, samples } = outcome;
  const tooMany = dropped["over-samples"] + dropped["over-labels"];
  const unread = dropped.malformed + dropped.impossible + dropped.repeated;
  const repeated = dropped.repeated > 0 ? `${dropped.repeated} repeated series` : undefined;
  return [
    ...(tooMany > 0 ? [problem("target-series", subject, `${samples} are read, ${tooMany} are not`)] : []),
    ...(unread > 0 || remark !== undefined
      ? [problem("target-malformed", subject, [`${unread} left out`, remark ?? repeated].filter(Boolean).join(": "))]
      : []),
  ];
};

/** Records a target as its last reading left it. */
export const recordTarget = (
  to: Recorder,
  target: Target,
  slot: number,
  { last, errors, dropped }: Kept,
  report: CollectContext["report"],
): void => {
  const recorder = to.target(identityOf(target, slot), target.seen.container, target.seen.task);
  if (last === undefined) return;
  recorder.record("target.up", last.ok ? 1 : 0);
  recorder.record("target.reading.duration", last.durationMs / 1000);
  for (const [reason, count] of errors) recorder.record("target.errors", count, { reason });
  for (const [reason, count] of dropped) recorder.record("target.dropped_samples", count, { reason });
  for (const found of problemsOf(target, last)) report(found);
  if (!last.ok) return;
  recorder.record("target.samples", last.samples);
  recorder.record("target.body.size", last.bytes);
  recorder.families(last.families);
};
