import type { Reading } from "../../formats/app-reading.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Gunzip } from "../../ports/compression.ts";
import type { ContainerBoard } from "../../ports/container-board.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import type { Target } from "./discover.ts";
import { fetchAnswer } from "./fetch-answer.ts";
import { isIpv4 } from "./forbidden-address.ts";
import type { Located } from "./locate.ts";
import type { Outcome, ReasonWord } from "./outcome.ts";
import { isKept } from "./patterns.ts";
import { bodyReaders } from "./read-body.ts";
import type { PluginRunner } from "./run-plugin.ts";

export interface ReadTargetParts {
  readonly http: HttpClient;
  readonly gunzip: Gunzip;
  readonly clock: Clock;
  readonly board: ContainerBoard;
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

/** An answer that is read when it is sure whose it is. */
type Taken = Failure | { readonly ok: true; readonly bytes: number; readonly read: () => Reading };

type Failure = { readonly ok: false; readonly reason: ReasonWord; readonly detail: string };
type Result = Failure | Omit<Extract<Outcome, { ok: true }>, "durationMs">;

const no = (reason: ReasonWord, detail: string): Failure => ({ ok: false, reason, detail });

/**
 * Reads a target once, where the board has it at this moment. What came is taken only when the board, looked at anew,
 * still has it there: meanwhile the port may have become another container's.
 *
 * @param knownSinceMs since when it is where it is, by the clock that only grows
 */
export const readTarget = async (
  id: string,
  knownSinceMs: number,
  parts: ReadTargetParts,
  signal: AbortSignal,
): Promise<Outcome> => {
  const { http, gunzip, clock, board, current, maxBodyBytes, maxSeries } = parts;
  const beganMs = clock.monotonic();
  const nowMs = clock.now();

  const take = async (target: Target, leftMs: number): Promise<Taken> => {
    const { kind } = target.wanted;
    const options = { nowMs, maxSamples: maxSeries };
    if (kind === "mackerel-plugin") {
      const run = await parts.plugins.run(target, parts.slotOf(id), leftMs, options, signal);
      return run.ok ? { ...run, read: () => run.reading } : run;
    }
    const answer = await fetchAnswer({
      http,
      gunzip,
      kind,
      url: urlOf(target),
      timeoutMs: leftMs,
      maxBodyBytes,
      signal,
    });
    if (!answer.ok) return answer;
    const { body, contentType, bytes } = answer;
    return { ok: true, bytes, read: () => bodyReaders[kind](body, contentType, options) };
  };

  const ask = async (leftMs: number): Promise<Result> => {
    const target = current(id);
    if (target === undefined) return no("moved", "it has ended");
    const { wanted, located } = target;
    const answer = await take(target, leftMs);
    if (!answer.ok) return answer;
    if (!(await board.refresh())) return no("unconfirmed", shownUrl(target));
    const after = current(id);
    if (after === undefined || !isSamePlace(after.located, located))
      return no("moved", `it was at ${shownUrl(target)}`);
    const reading = answer.read();
    const { trouble, samples, dropped } = reading;
    const remark = trouble && (trouble.line === 0 ? trouble.what : `line ${trouble.line}: ${trouble.what}`);
    if (samples === 0 && remark !== undefined) return no("not-metrics", remark);
    const families = reading.families.filter(({ name }) => isKept(name, wanted.include, wanted.exclude));
    return { ok: true, families, samples, dropped, remark, bytes: answer.bytes };
  };

  const wanted = current(id)?.wanted;
  const limitMs = wanted?.timeoutMs ?? (wanted?.kind === "mackerel-plugin" ? pluginTimeoutMs : parts.timeoutMs);
  const isStarting = ({ reason }: Failure): boolean =>
    (reason === "refused" || reason === "reset") && clock.monotonic() - knownSinceMs < startPatienceMs;

  let result = await ask(limitMs);
  while (!result.ok && isStarting(result) && !signal.aborted) {
    await clock.sleep(startRetryMs, signal);
    const leftMs = Math.floor(limitMs - (clock.monotonic() - beganMs));
    if (leftMs < startRetryMs || signal.aborted) break;
    result = await ask(leftMs);
  }
  return { ...result, durationMs: clock.monotonic() - beganMs };
};
