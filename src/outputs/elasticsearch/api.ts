import { fieldsOf } from "../../formats/json-fields.ts";
import { outcomeOfFailure, outcomeOfStatus } from "../../formats/push-http/outcome.ts";
import { signedHeaders } from "../../formats/sigv4/sign.ts";
import type { HttpRequest, HttpResponse } from "../../ports/http-client.ts";
import type { DeliveryOutcome, PushOutputDeps } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";
import { hostsInTurn } from "./hosts.ts";
import { outputName } from "./name.ts";
import type { Target } from "./target.ts";

export interface ApiRequest {
  readonly method: NonNullable<HttpRequest["method"]>;
  /** Path and query below the host's address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export type ApiAnswer =
  | { readonly kind: "answer"; readonly answer: HttpResponse; readonly url: string }
  | { readonly kind: "none"; readonly outcome: DeliveryOutcome };

export interface Api {
  /** One request to the next host. Never throws. */
  call(request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer>;
  /** What a status means; the server's words as far as they are harmless. */
  outcome(answer: HttpResponse, url: string): DeliveryOutcome;
}

/** Longest answer: 10,000 items of a bulk, each with an error. */
const maxBodyBytes = 8 * 1024 * 1024;

const nothing = new Uint8Array();

/** Statuses by which a host, or the proxy before it, says that another may serve better. */
const elsewhere: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Type and reason of an error. Nothing but the type when access is refused: the rest quotes what was sent. */
const wordsOf = ({ status, body }: HttpResponse): string => {
  const error = fieldsOf(parsed(body)).object("error");
  const type = error.text("type") ?? "";
  if (status === 401 || status === 403) return type;
  return [type, error.text("reason")].filter((text) => text !== undefined && text !== "").join(": ");
};

export const elasticApi = (target: Target, timeoutMs: number, deps: PushOutputDeps): Api => {
  const hosts = hostsInTurn(target.urls, deps.clock);
  const context = (url: string) => ({ subject: new URL(url).host, nowMs: deps.clock.now(), secrets: target.secrets });

  const authorized = async (request: ApiRequest, url: string, signal: AbortSignal) => {
    const { authorization } = target;
    const headers = request.headers ?? {};
    if (authorization.kind === "none") return { ok: true as const, headers };
    if (authorization.kind === "header") {
      return { ok: true as const, headers: { ...headers, authorization: authorization.value } };
    }
    const answer = await deps.aws.current(signal);
    if (!answer.ok) return answer;
    const { region, service } = authorization;
    const signing = {
      credentials: answer.credentials,
      region,
      service,
      nowMs: deps.clock.now(),
      hashing: deps.hashing,
    };
    const signable = { method: request.method, url, headers, body: request.body ?? nothing };
    return { ok: true as const, headers: signedHeaders(signable, signing) };
  };

  return {
    call: async (request, signal) => {
      if (target.urls.length === 0) {
        return {
          kind: "none",
          outcome: { kind: "hold", problem: problem("output-address", outputName, "no address is configured") },
        };
      }
      const base = hosts.next();
      const url = `${base}${request.path}`;
      const access = await authorized(request, url, signal);
      if (!access.ok) return { kind: "none", outcome: { kind: "hold", problem: access.problem } };
      const { method, body } = request;
      const answer = await deps.http.request({
        method,
        url,
        headers: access.headers,
        ...(body === undefined ? {} : { body }),
        timeoutMs,
        maxBodyBytes,
        signal,
      });
      if (!answer.ok) {
        if (answer.reason !== "aborted") hosts.failed(base);
        return { kind: "none", outcome: outcomeOfFailure(answer, context(url)) };
      }
      if (elsewhere.has(answer.status)) hosts.failed(base);
      else hosts.worked(base);
      return { kind: "answer", answer, url };
    },
    outcome: (answer, url) => outcomeOfStatus(answer, { ...context(url), words: wordsOf(answer) }),
  };
};
