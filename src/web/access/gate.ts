import type { Clock } from "../../ports/clock.ts";
import type { ServerReply, ServerRequest } from "../../ports/http-server.ts";
import type { WithinNetworks } from "../../ports/networks.ts";
import type { Secrets } from "../../ports/secrets.ts";
import { wantsHtml } from "../negotiation.ts";
import { openAttempts } from "./attempts.ts";
import { codeLifeMs, openCodes } from "./codes.ts";
import { type AccessFacts, decide, isLocal } from "./decision.ts";
import { factsOf } from "./facts.ts";
import { refusalFor, refusalReply } from "./refusal.ts";
import { openSessions } from "./sessions.ts";

/** Where `taskvitals open` asks for a one-time link, and the header it sends: no page of another site can. */
export const openPath = "/api/open";
export const openHeader = "x-taskvitals-open";

export interface AccessOptions {
  readonly page: "loopback" | "off";
  /** Left out: one that nobody knows, so that only one-time links let in. */
  readonly token?: string | undefined;
  readonly hosts: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly proxyUserHeader?: string | undefined;
}

/** What a request gets in place of an answer; undefined lets it in. */
export type Gate = (request: ServerRequest) => ServerReply | undefined;

/** Everything that shows more than metrics do: the page, what it is made of, and what it reads. */
export const isGuarded = ({ path, query, headers }: ServerRequest): boolean =>
  path === "/"
    ? wantsHtml(headers.accept) || query.has("open")
    : path.startsWith("/assets/") || path === "/api" || path.startsWith("/api/");

const bearerOf = ({ headers }: ServerRequest): string | undefined =>
  /^bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];

/** The code of a one-time link. HEAD only looks: it must not use it up. */
const codeOf = ({ method, path, query }: ServerRequest): string | undefined =>
  method === "GET" && path === "/" ? (query.get("open") ?? undefined) : undefined;

const json = (body: unknown): ServerReply => ({
  status: 200,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: `${JSON.stringify(body)}\n`,
});

/**
 * Has the browser ask for the page again, without the code. A redirect would not do: when the link was in another site's
 * page, the browser keeps its new cookie back until the page itself asks.
 */
const entered = (cookie: string | undefined): ServerReply => ({
  status: 200,
  headers: {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    refresh: "0;url=./",
    ...(cookie === undefined ? {} : { "set-cookie": cookie }),
  },
  body: "The page opens.\n",
});

/**
 * Another site's link led here: the browser keeps the session's cookie back, but not when our own answer reloads itself. Over
 * http to another machine browsers do not send Sec-Fetch-Site; the reload has no Referer, so that it ends there.
 */
const byLink = ({ headers }: ServerRequest, { site }: AccessFacts): boolean => {
  const { referer = "", host = "" } = headers;
  return site === "foreign" || (URL.canParse(referer) && new URL(referer).host !== host.toLowerCase());
};

/** Stands before the page and its API. `/metrics`, `/healthz`, `/task` and `/stats` have rules of their own. */
export const openGate = (
  options: AccessOptions,
  { clock, secrets, within }: { readonly clock: Clock; readonly secrets: Secrets; readonly within: WithinNetworks },
): Gate => {
  const token = options.token ?? secrets.random(32);
  const rules = { ...options, isProxy: within(options.trustedProxies) };
  const attempts = openAttempts(clock);
  const codes = openCodes(clock, secrets);
  const sessions = openSessions(token, clock, secrets);

  const credentialOf = (request: ServerRequest): AccessFacts["credential"] => {
    const bearer = bearerOf(request);
    const code = codeOf(request);
    if (bearer === undefined && code === undefined) return "absent";
    if (attempts.spent(request.remoteAddress)) return "unread";
    const right = (bearer !== undefined && secrets.same(bearer, token)) || (code !== undefined && codes.has(code));
    return right ? "right" : "wrong";
  };

  const factsFor = (request: ServerRequest): AccessFacts => ({
    ...factsOf(request, rules),
    session: sessions.holds(request.headers.host, request.headers.cookie),
    credential: credentialOf(request),
  });

  /** A one-time link for whoever is on this machine, or knows the token; never for a browser. */
  const handOut = (request: ServerRequest, facts: AccessFacts): ServerReply => {
    const { headers, method } = request;
    if (method !== "POST" || headers[openHeader] === undefined || facts.site !== "absent" || facts.origin !== "absent")
      return refusalReply(request, 403, "For `taskvitals open`, on the agent's own machine.");
    const known = isLocal(facts) || (bearerOf(request) !== undefined && facts.credential === "right");
    return known ? json({ code: codes.issue(), lifeMs: codeLifeMs }) : refusalFor(request, "no-credential");
  };

  /** A visit by a one-time link; who was let in anyway is, whatever became of the code. */
  const enter = (request: ServerRequest, code: string, facts: AccessFacts): ServerReply => {
    if (!codes.has(code)) return entered(undefined);
    codes.take(code);
    const secure = facts.peer === "proxy" && request.headers["x-forwarded-proto"] === "https";
    return entered(sessions.cookie(request.headers.host, secure));
  };

  return (request) => {
    if (!isGuarded(request)) return undefined;
    if (options.page === "off") return refusalReply(request, 403, "Turned off in the configuration (server.page).");
    const facts = factsFor(request);
    const decision = decide(facts);
    if (facts.credential === "wrong") attempts.failed(request.remoteAddress);
    if (!decision.allow) {
      const reply = refusalFor(request, decision.reason);
      const again = decision.reason === "no-credential" && facts.target === "page" && byLink(request, facts);
      return again ? { ...reply, headers: { ...reply.headers, refresh: "0" } } : reply;
    }
    if (request.path === openPath) return handOut(request, facts);
    const code = codeOf(request);
    return code === undefined ? undefined : enter(request, code, facts);
  };
};
