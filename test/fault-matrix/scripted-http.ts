import type { Clock } from "../../src/ports/clock.ts";
import type { HttpClient, HttpFailure, HttpRequest, HttpResponse } from "../../src/ports/http-client.ts";
import type { Fault } from "./faults.ts";
import type { HonestBackEnd } from "./subject.ts";

/** The network to one back end, on a fake clock. */
export interface ScriptedHttp extends HttpClient {
  /** From now on; undefined: everything works. */
  setFault(fault: Fault | undefined): void;
  /** Items in requests that the back end answered well, one text each, in order; again when sent again. */
  readonly taken: readonly string[];
  /** When requests with items came, by the clock that only grows. */
  readonly requestsMs: readonly number[];
}

const latencyMs = 20;

const aborted: HttpFailure = { ok: false, reason: "aborted", detail: "no full answer in the time there was" };

/** Holds requests against what the real client demands of them; a fault in the test, or in the output. */
const checked = ({ url, headers = {} }: HttpRequest): void => {
  new URL(url);
  new Headers(headers);
};

export const openScriptedHttp = (clock: Clock, backEnd: HonestBackEnd): ScriptedHttp => {
  const taken: string[] = [];
  const requestsMs: number[] = [];
  let fault: Fault | undefined;

  const take = (items: readonly string[]): void => {
    taken.push(...items);
  };
  const honest: HonestBackEnd = {
    ...backEnd,
    answer: (request) => {
      const answer = backEnd.answer(request);
      if (answer.status >= 200 && answer.status < 300) take(backEnd.itemsIn(request));
      return answer;
    },
  };

  const silence = async ({ timeoutMs, signal }: HttpRequest): Promise<HttpFailure> => {
    await clock.sleep(timeoutMs, signal);
    return signal?.aborted
      ? aborted
      : { ok: false, reason: "timeout", detail: `no full answer within ${timeoutMs} ms` };
  };

  const request = async (asked: HttpRequest): Promise<HttpResponse | HttpFailure> => {
    checked(asked);
    await clock.sleep(latencyMs, asked.signal);
    if (asked.signal?.aborted) return aborted;
    if (backEnd.itemsIn(asked).length > 0) requestsMs.push(clock.monotonic());
    const reaction = fault === undefined ? honest.answer(asked) : fault(asked, honest, take);
    if (reaction === "silence") return silence(asked);
    if (!reaction.ok || reaction.body.length <= asked.maxBodyBytes) return reaction;
    return { ok: false, reason: "too-large", detail: `more than ${asked.maxBodyBytes} bytes` };
  };

  return {
    taken,
    requestsMs,
    request,
    setFault: (next) => {
      fault = next;
    },
    lines: async () => ({ ok: false, reason: "other", detail: "no streams here" }),
    close: async () => {},
  };
};
