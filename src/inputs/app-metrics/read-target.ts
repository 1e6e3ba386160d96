import type { Reading } from "../../formats/app-reading.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Gunzip } from "../../ports/compression.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import type { Target } from "./discover.ts";
import { fetchAnswer } from "./fetch-answer.ts";
import { isIpv4 } from "./forbidden-address.ts";
import { isKept } from "./kept.ts";
import type { Lanes } from "./lanes.ts";
import type { Located } from "./locate.ts";
import type { Outcome, ReasonWord } from "./outcome.ts";
import { bodyReaders } from "./read-body.ts";
import type { PluginRunner } from "./run-plugin.ts";

export interface ReadTargetParts {
  readonly http: HttpClient;
  readonly gunzip: Gunzip;
  readonly clock: Clock;
  /** Has what runs looked at anew; false: nobody could. */
  readonly confirm: () => Promise<boolean>;
  /** The target as the board has it now; undefined: it is not there any more. */
  readonly current: (id: string) => Target | undefined;
  readonly slotOf: (id: string) => number;
  readonly plugins: PluginRunner;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly maxSeries: number;
}

export const urlOf = ({ wanted, located: { host, port } }: Target): string =>
  `${wanted.scheme}://${isIpv4(host) ? host : `[${host}]`}:${port}${wanted.path}`;

/** For people: a query may hold what is nobody's business. */
export const shownUrl = (target: Target): string => urlOf(target).replace(/\?.*$/s, "");

const isSamePlace = (one: Located, other: Located): boolean => one.host === other.host && one.port === other.port;

/** A container that has just started listens a moment later: it is asked again this often, for this long. */
const startRetryMs = 250;
const startPatienceMs = 10_000;

/** Plugins may be slower than apps: as long as mackerel-agent gives them. */
const pluginTimeoutMs = 30_000;

type Failure = { readonly ok: false; readonly reason: ReasonWord; readonly detail: string };
type Taken = Failure | Omit<Extract<Outcome, { ok: true }>, "durationMs">;

const no = (reason: ReasonWord, detail: string): Failure => ({ ok: false, reason, detail });

const kept = ({ wanted }: Target, { families, samples, dropped, trouble }: Reading, bytes: number): Taken => {
  const remark = trouble && (trouble.line === 0 ? trouble.what : `line ${trouble.line}: ${trouble.what}`);
  if (samples === 0 && remark !== undefined) return no("not-metrics", remark);
  const chosen = families.filter(({ name }) => isKept(name, wanted.include, wanted.exclude));
  return { ok: true, families: chosen, samples, dropped, remark, bytes };
};

/** Asks the target and reads what it answers, whoever that is. */
const take = async (
  target: Target,
  timeoutMs: number,
  { http, gunzip, clock, plugins, slotOf, maxBodyBytes, maxSeries }: ReadTargetParts,
  signal: AbortSignal,
): Promise<Taken> => {
  const { kind } = target.wanted;
  const options = { nowMs: clock.now(), maxSamples: maxSeries };
  if (kind === "mackerel-plugin") {
    const run = await plugins.run(target, slotOf(target.id), timeoutMs, options, signal);
    return run.ok ? kept(target, run.reading, run.bytes) : run;
  }
  const answer = await fetchAnswer({ http, gunzip, kind, url: urlOf(target), timeoutMs, maxBodyBytes, signal });
  if (!answer.ok) return answer;
  return kept(target, bodyReaders[kind](answer.body, answer.contentType, options), answer.bytes);
};

/** False as soon as nobody wants to know any more. */
const unlessAborted = (asked: Promise<boolean>, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const giveUp = (): void => resolve(false);
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    void asked.then((sure) => {
      signal.removeEventListener("abort", giveUp);
      resolve(sure);
    });
  });

export interface ReadingOrder {
  readonly id: string;
  /** Since when it is where it is, by the clock that only grows. */
  readonly sinceMs: number;
  /** Where it waits for its turn to ask. */
  readonly lanes: Lanes;
  readonly signal: AbortSignal;
}

/**
 * Reads a target once, where the board has it at this moment. What came is taken only when the board, looked at anew,
 * still has it there: meanwhile the port may have become another container's.
 */
export const readTarget = async (
  { id, sinceMs, lanes, signal }: ReadingOrder,
  parts: ReadTargetParts,
): Promise<Outcome> => {
  const { clock, confirm, current } = parts;
  let tookMs = 0;

  const ask = async (leftMs: number): Promise<Taken> => {
    const asked = await lanes.run(async () => {
      const target = signal.aborted ? undefined : current(id);
      if (target === undefined) return undefined;
      const beganMs = clock.monotonic();
      const taken = await take(target, leftMs, parts, signal);
      tookMs += clock.monotonic() - beganMs;
      return { target, taken };
    });
    if (asked === undefined) return no("moved", "it has ended");
    const { target, taken } = asked;
    if (!taken.ok) return taken;
    if (!(await unlessAborted(confirm(), signal))) return no("unconfirmed", shownUrl(target));
    const after = current(id);
    return after !== undefined && isSamePlace(after.located, target.located)
      ? taken
      : no("moved", `it was at ${shownUrl(target)}`);
  };

  const wanted = current(id)?.wanted;
  const limitMs = wanted?.timeoutMs ?? (wanted?.kind === "mackerel-plugin" ? pluginTimeoutMs : parts.timeoutMs);
  const isStarting = ({ reason }: Failure): boolean =>
    (reason === "refused" || reason === "reset") && clock.monotonic() - sinceMs < startPatienceMs;

  let result = await ask(limitMs);
  while (!result.ok && isStarting(result) && !signal.aborted) {
    await clock.sleep(startRetryMs, signal);
    tookMs += startRetryMs;
    const leftMs = Math.floor(limitMs - tookMs);
    if (leftMs < startRetryMs || signal.aborted) break;
    result = await ask(leftMs);
  }
  return { ...result, durationMs: tookMs };
};
