import type { HttpFailure, HttpFailureReason, HttpRequest, HttpResponse } from "../../src/ports/http-client.ts";
import type { Expectation, HonestBackEnd, MatrixSubject } from "./subject.ts";

/** What a fault makes of a request. silence: nothing, until the time is over. */
export type Reaction = HttpResponse | HttpFailure | "silence";

/** Answers in place of an honest back end. @param take counts items that the back end took all the same */
export type Fault = (
  request: HttpRequest,
  backEnd: HonestBackEnd,
  take: (items: readonly string[]) => void,
) => Reaction;

/** How a fault is tried. */
export interface FaultCase {
  readonly expected: Expectation;
  /** How long it lasts; a few minutes when left out. */
  readonly minutes?: number;
  /** From the first request on, before anything was prepared. */
  readonly fromStart?: true;
  /** By how much the wall clock jumps at the beginning, in ms. */
  readonly stepMs?: number;
  /** The step is taken back when the fault is over. */
  readonly stepsBack?: true;
  /** Undefined: this subject has no such fault. */
  open(subject: MatrixSubject): Fault | undefined;
}

const failure = (reason: HttpFailureReason, detail: string): HttpFailure => ({ ok: false, reason, detail });

/** What real clients say of real failures; `faithful.test.ts` holds them against a real client and real servers. */
export const failures = {
  notFound: failure("not-found", "getaddrinfo ENOTFOUND back-end.invalid"),
  tls: failure("other", "error:0A00010B:SSL routines:tls_validate_record_header:wrong version number"),
  cutOff: failure("reset", "other side closed"),
  reset: failure("reset", "read ECONNRESET"),
} as const;

export const answer = (status: number, body = "", headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  ok: true,
  status,
  headers: { "content-length": String(body.length), ...headers },
  body,
});

const json = { "content-type": "application/json" } as const;

/** Some servers repeat what they were given: nothing of it may be shown. */
const echo = ({ secrets }: MatrixSubject, words: string): string =>
  JSON.stringify({
    error: `${words}: ${secrets.join(" ")}`,
    errors: [`${words}: ${secrets.join(" ")}`],
    message: words,
  });

const page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Please sign in</h1></body></html>";

const always = (open: (subject: MatrixSubject) => Reaction) => (subject: MatrixSubject) => () => open(subject);

const status = (number: number, words: string, headers: Readonly<Record<string, string>> = {}) =>
  always((subject) => answer(number, echo(subject, words), { ...json, ...headers }));

/** Refuses requests with more than half of the items that the first had which had several. */
const refuseLarge = (): Fault => {
  let atMost: number | undefined;
  return (request, backEnd) => {
    const { length } = backEnd.itemsIn(request);
    if (length > 1) atMost ??= Math.ceil(length / 2);
    return atMost !== undefined && length > atMost ? answer(413, page) : backEnd.answer(request);
  };
};

/** Refuses requests with one certain item, which is in the middle of the first that carries any. */
const refuseOne = (subject: MatrixSubject): Fault => {
  let poison: string | undefined;
  const refuse = subject.refuseItem ?? (() => answer(400, echo(subject, "not valid"), json));
  return (request, backEnd, take) => {
    const items = backEnd.itemsIn(request);
    poison ??= items[Math.floor(items.length / 2)];
    if (poison === undefined || !items.includes(poison)) return backEnd.answer(request);
    const refusal = refuse(request, poison);
    if (refusal.status < 300) take(items.filter((item) => item !== poison));
    return refusal;
  };
};

/** The back end has done it, but the answer does not arrive. */
const cutOff: Fault = (request, backEnd) => {
  backEnd.answer(request);
  return failures.cutOff;
};

const none: Fault = (request, backEnd) => backEnd.answer(request);

/** Everything that a back end, or the way to it, does to an output sooner or later. */
export const faultCases = {
  "401, the key is missing": { expected: "held", open: status(401, "no key") },
  "403, the key is wrong": { expected: "held", open: status(403, "wrong key") },
  "403, the key is wrong from the start": { expected: "held", fromStart: true, open: status(403, "wrong key") },
  "the host does not resolve": { expected: "kept", open: always(() => failures.notFound) },
  "the host does not resolve at the start": {
    expected: "kept",
    fromStart: true,
    open: always(() => failures.notFound),
  },
  "TLS fails": { expected: "kept", open: always(() => failures.tls) },
  "a proxy answers HTML with 200": {
    expected: "kept",
    open: always(() => answer(200, page, { "content-type": "text/html; charset=utf-8" })),
  },
  "the answer is cut off": { expected: "kept", open: () => cutOff },
  "200 with nothing": { expected: "kept", open: always(() => answer(200)) },
  "a good status that lies": {
    expected: "refused",
    open: ({ lie }) =>
      lie && ((request, backEnd) => (backEnd.itemsIn(request).length > 0 ? lie(request) : backEnd.answer(request))),
  },
  "it accepts connections and never answers": { expected: "kept", open: always(() => "silence") },
  "429 for an hour": {
    expected: "kept",
    minutes: 60,
    open: status(429, "too many requests", {
      "retry-after": "120",
      "x-ratelimit-limit": "10",
      "x-ratelimit-period": "120",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "120",
    }),
  },
  "413 for large requests": { expected: "taken", open: () => refuseLarge() },
  "400 for one bad item among many": { expected: "refused", open: refuseOne },
  "the connection is reset": { expected: "kept", open: always(() => failures.reset) },
  "500": { expected: "kept", open: status(500, "internal error") },
  "the clock goes back an hour": { expected: "taken", stepMs: -3_600_000, open: () => none },
  "the clock goes ahead a day": { expected: "taken", stepMs: 86_400_000, open: () => none },
  "the clock goes two days ahead while it is down, and back": {
    expected: "kept",
    stepMs: 2 * 86_400_000,
    stepsBack: true,
    open: status(503, "come back later"),
  },
  "503": { expected: "kept", open: status(503, "come back later") },
} as const satisfies Record<string, FaultCase>;

export type FaultName = keyof typeof faultCases;
