import type { HttpClient, HttpRequest } from "../../ports/http-client.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { EngineAddress } from "./address.ts";
import { type ApiVersion, formatApiVersion, negotiate } from "./api-version.ts";
import { failureProblem, notJsonProblem, parseJson, statusProblem } from "./engine-problem.ts";

interface EngineFailure {
  readonly ok: false;
  readonly problem: Problem;
  /** What is asked about is not there (any more): 404. */
  readonly gone?: true;
}

export type EngineAnswer<T> = { readonly ok: true; readonly value: T } | EngineFailure;

type Query = Readonly<Record<string, string>>;

/** A Docker Engine, read only: it sends nothing but GET. */
export interface EngineClient {
  /** The engine's address, as people write it. */
  readonly shown: string;
  /** The API version spoken; asks the engine when it is not known. */
  version(signal: AbortSignal): Promise<EngineAnswer<ApiVersion>>;
  /** `path` without the version. */
  get(path: string, query: Query, signal: AbortSignal): Promise<EngineAnswer<unknown>>;
  /** An endless answer, line by line; ends when the engine closes it or the signal fires. */
  lines(path: string, query: Query, signal: AbortSignal): Promise<EngineAnswer<AsyncIterable<string>>>;
  /** After a break the engine may be another version: it is asked anew. */
  forgetVersion(): void;
}

export interface EngineClientOptions {
  readonly http: HttpClient;
  readonly address: EngineAddress;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
}

export const openEngineClient = ({ http, address, timeoutMs, maxBodyBytes }: EngineClientOptions): EngineClient => {
  const { shown } = address;
  let known: ApiVersion | undefined;

  const requestFor = (path: string, query: Query, signal: AbortSignal): HttpRequest => {
    const search = new URLSearchParams(query).toString();
    return {
      url: `${address.baseUrl}${path}${search === "" ? "" : `?${search}`}`,
      timeoutMs,
      maxBodyBytes,
      signal,
      ...(address.socketPath === undefined ? {} : { socketPath: address.socketPath }),
    };
  };

  const version = async (signal: AbortSignal): Promise<EngineAnswer<ApiVersion>> => {
    if (known !== undefined) return { ok: true, value: known };
    const answer = await http.request(requestFor("/_ping", {}, signal));
    if (!answer.ok) return { ok: false, problem: failureProblem(shown, "/_ping", answer) };
    if (answer.status !== 200) return { ok: false, problem: statusProblem(shown, "/_ping", answer) };
    const told = answer.headers["api-version"];
    known = negotiate(told);
    return known === undefined
      ? { ok: false, problem: problem("docker-api", shown, `its API version is ${told}`) }
      : { ok: true, value: known };
  };

  const versioned = async (path: string, query: Query, signal: AbortSignal): Promise<EngineAnswer<HttpRequest>> => {
    const spoken = await version(signal);
    if (!spoken.ok) return spoken;
    return { ok: true, value: requestFor(`/v${formatApiVersion(spoken.value)}${path}`, query, signal) };
  };

  return {
    shown,
    version,
    get: async (path, query, signal) => {
      const request = await versioned(path, query, signal);
      if (!request.ok) return request;
      const answer = await http.request(request.value);
      if (!answer.ok) {
        if (answer.reason !== "timeout" && answer.reason !== "aborted") known = undefined;
        return { ok: false, problem: failureProblem(shown, path, answer) };
      }
      if (answer.status !== 200) {
        if (answer.status === 400) known = undefined;
        const failure = { ok: false, problem: statusProblem(shown, path, answer) } as const;
        return answer.status === 404 ? { ...failure, gone: true } : failure;
      }
      const parsed = parseJson(answer.body);
      return parsed.ok ? parsed : { ok: false, problem: notJsonProblem(shown, path, answer.body) };
    },
    lines: async (path, query, signal) => {
      const refusal = new AbortController();
      const request = await versioned(path, query, AbortSignal.any([signal, refusal.signal]));
      if (!request.ok) return request;
      const answer = await http.lines(request.value);
      if (!answer.ok) return { ok: false, problem: failureProblem(shown, path, answer) };
      if (answer.status === 200) return { ok: true, value: answer.lines };
      // Its body is not read: this closes the connection.
      refusal.abort();
      return { ok: false, problem: problem("docker-status", shown, `${path} answered ${answer.status}`) };
    },
    forgetVersion: () => {
      known = undefined;
    },
  };
};
