import type { DeliveryOutcome, Payload } from "../../ports/push-output.ts";
import { type OpenLetter, openLetter } from "./letter.ts";
import { checkAgeMs, metricAgeMs } from "./limits.ts";
import { outputProblem, writeVerdict } from "./outcome.ts";
import { inTime, placesToSend, rejectedOf, taken, toSend } from "./sorted.ts";
import { type DeliverDeps, deliverToHosts } from "./to-hosts.ts";

type LetterOf<Kind> = Extract<OpenLetter, { kind: Kind }>;

const deliverMetrics = (letter: LetterOf<"metrics">, path: string, deps: DeliverDeps, signal: AbortSignal) =>
  deliverToHosts(
    {
      path,
      hosts: letter.hosts,
      items: letter.values,
      ageMs: metricAgeMs,
      named: (item) => item,
      body: (placed) => placed.map(({ item: { name, time, value }, host }) => ({ hostId: host.id, name, time, value })),
    },
    deps,
    signal,
  );

/** Before every metric when a budget is short. */
const checkPriority = -1;

const deliverChecks = (letter: LetterOf<"checks">, path: string, deps: DeliverDeps, signal: AbortSignal) =>
  deliverToHosts(
    {
      path,
      hosts: letter.hosts,
      items: letter.reports,
      ageMs: checkAgeMs,
      named: ({ name }) => ({ name: `check ${name}`, priority: checkPriority }),
      body: (placed) => ({
        reports: placed.map(({ item: { name, status, message, time }, host }) => ({
          source: { type: "host", hostId: host.id },
          name,
          status,
          message,
          occurredAt: time,
        })),
      }),
    },
    deps,
    signal,
  );

const deliverService = async (
  letter: LetterOf<"service">,
  path: string,
  { api, clock }: DeliverDeps,
  signal: AbortSignal,
): Promise<DeliveryOutcome> => {
  const sorted = inTime(letter.values, clock.now(), metricAgeMs);
  const rejected = rejectedOf(sorted);
  const body = toSend(sorted);
  if (body.length === 0) return taken(rejected, undefined);
  const verdict = writeVerdict(await api({ method: "POST", path, body }, signal));
  if (verdict.kind === "good") return taken(rejected, undefined);
  if (verdict.kind !== "missing") return verdict;
  // Hosts do not wait until there is a service.
  const lost = placesToSend(sorted).map((index) => ({ index, reason: "no-service", again: false }));
  return taken([...rejected, ...lost], outputProblem("mackerel-service", verdict.problem.detail));
};

/** Puts the hosts' ids into a letter and posts it. */
export const deliver = async (
  { path, body }: Pick<Payload, "path" | "body">,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<DeliveryOutcome> => {
  const letter = openLetter(body);
  if (letter.kind === "metrics") return deliverMetrics(letter, path, deps, signal);
  if (letter.kind === "checks") return deliverChecks(letter, path, deps, signal);
  return deliverService(letter, path, deps, signal);
};
