import type { Clock } from "../../src/ports/clock.ts";
import type {
  HttpClient,
  HttpFailure,
  HttpFailureReason,
  HttpRequest,
  HttpResponse,
} from "../../src/ports/http-client.ts";

/** Answers by method and URL. */
export type Answers = ReadonlyMap<string, HttpResponse>;

/** A client of a world that is made up. */
export interface HttpDouble extends HttpClient {
  /** Requests so far. */
  asked(): number;
  /** Requests and streams that are open. */
  open(): number;
  /** Addresses asked for without a signal, which nobody could stop. */
  unstoppable(): readonly string[];
}

type Answer = (request: HttpRequest) => HttpResponse | HttpFailure | "never";

const keyOf = ({ method = "GET", url }: HttpRequest): string => `${method} ${url}`;

const given: HttpFailure = { ok: false, reason: "aborted", detail: "no full answer in the time there was" };

const untilAborted = (signal: AbortSignal | undefined): Promise<HttpFailure> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve(given);
    signal?.addEventListener("abort", () => resolve(given), { once: true });
  });

/** Streams that tell something are for the input's own tests: this one is silent until it is ended. */
const silence = (ended: Promise<unknown>): AsyncIterable<string> => ({
  [Symbol.asyncIterator]: () => ({
    next: async () => {
      await ended;
      return { done: true, value: undefined };
    },
  }),
});

/** @param clock for the requests' own timeouts, which a client keeps whatever the world does */
export const httpDouble = (clock: Clock, answer: Answer): HttpDouble => {
  let asked = 0;
  let open = 0;
  const unstoppable: string[] = [];
  const closed = new AbortController();

  const begin = (request: HttpRequest): void => {
    asked += 1;
    open += 1;
    if (request.signal === undefined) unstoppable.push(request.url);
  };

  const timeout = async (timeoutMs: number, settled: AbortSignal): Promise<HttpFailure> => {
    await clock.sleep(timeoutMs, settled);
    return { ok: false, reason: "timeout", detail: `no full answer within ${timeoutMs} ms` };
  };

  const outcome = async (request: HttpRequest): Promise<HttpResponse | HttpFailure> => {
    if (request.signal?.aborted) return given;
    const found = answer(request);
    if (found !== "never") return found;
    const settled = new AbortController();
    const ends = [
      untilAborted(request.signal),
      untilAborted(closed.signal),
      timeout(request.timeoutMs, settled.signal),
    ];
    const failure = await Promise.race(ends);
    settled.abort();
    return failure;
  };

  return {
    request: async (request) => {
      begin(request);
      const found = await outcome(request);
      open -= 1;
      return found;
    },
    lines: async (request) => {
      begin(request);
      const found = await outcome(request);
      if (!found.ok) {
        open -= 1;
        return found;
      }
      const ended = Promise.race([untilAborted(request.signal), untilAborted(closed.signal)]);
      void ended.then(() => {
        open -= 1;
      });
      return { ok: true, status: found.status, lines: silence(ended) };
    },
    close: async () => closed.abort(),
    asked: () => asked,
    open: () => open,
    unstoppable: () => unstoppable,
  };
};

const nowhere: HttpResponse = { ok: true, status: 404, headers: { "content-type": "text/plain" }, body: "not found\n" };

/** Says what was recorded, 404 to the rest; streams begin and stay silent. */
export const replaying =
  (answers: Answers): Answer =>
  (request) =>
    answers.get(keyOf(request)) ?? nowhere;

export const failing =
  (reason: HttpFailureReason): Answer =>
  () => ({ ok: false, reason, detail: "as the test wants it" });

export const silent: Answer = () => "never";

/** Notes what another client answers. */
export const recording = (client: HttpClient): { readonly client: HttpClient; readonly answers: Answers } => {
  const answers = new Map<string, HttpResponse>();
  return {
    answers,
    client: {
      ...client,
      request: async (request) => {
        const answer = await client.request(request);
        if (answer.ok) answers.set(keyOf(request), answer);
        return answer;
      },
      lines: async (request) => {
        const answer = await client.lines(request);
        if (answer.ok) answers.set(keyOf(request), { ok: true, status: answer.status, headers: {}, body: "" });
        return answer;
      },
    },
  };
};
