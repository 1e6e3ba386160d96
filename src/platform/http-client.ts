import { Agent, type Dispatcher } from "undici";
import type { HttpClient, HttpFailure, HttpFailureReason, HttpRequest } from "../ports/http-client.ts";
import { errorCode, errorText } from "./error-text.ts";
import { boundedBytes, boundedLines, TooLarge } from "./http-body.ts";

const reasons: Readonly<Record<string, HttpFailureReason>> = {
  ECONNREFUSED: "refused",
  ENOENT: "not-found",
  ENOTFOUND: "not-found",
  ENOTSOCK: "not-found",
  EAI_AGAIN: "not-found",
  ENOTDIR: "not-found",
  EHOSTUNREACH: "not-found",
  ENETUNREACH: "not-found",
  EACCES: "forbidden",
  EPERM: "forbidden",
  ECONNRESET: "reset",
  EPIPE: "reset",
  ECONNABORTED: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "reset",
  HPE_INVALID_EOF_STATE: "reset",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ETIMEDOUT: "timeout",
  UND_ERR_DESTROYED: "aborted",
  UND_ERR_CLOSED: "aborted",
};

/**
 * The ECS agent closes connections that are idle for 5 s: they are not kept longer, so that no request meets a
 * connection that is just being closed.
 */
const keepAliveTimeoutMs = 4_000;

/** Connections to one address at a time; further requests wait their turn. */
const connectionsAtMost = 32;

const aborted: HttpFailure = { ok: false, reason: "aborted", detail: "no full answer in the time there was" };

/** One deadline from the call to the last byte; `signal` is the caller's, `timer` ours. */
const failure = (error: unknown, request: HttpRequest, timer: AbortSignal): HttpFailure => {
  const detail = errorText(error);
  if (error instanceof TooLarge) return { ok: false, reason: "too-large", detail };
  if (request.signal?.aborted) return aborted;
  if (timer.aborted) return { ok: false, reason: "timeout", detail: `no full answer within ${request.timeoutMs} ms` };
  return { ok: false, reason: reasons[errorCode(error)] ?? "other", detail };
};

const plainHeaders = (raw: Dispatcher.ResponseData["headers"]): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
};

/** HTTP over TCP and unix sockets, keep-alive, one pool per socket path. */
export const nodeHttpClient = (): HttpClient => {
  const agents = new Map<string, Agent>();
  const agentFor = (socketPath: string): Agent => {
    let agent = agents.get(socketPath);
    if (agent === undefined) {
      agent = new Agent({
        connect: socketPath === "" ? {} : { socketPath },
        connections: connectionsAtMost,
        keepAliveTimeout: keepAliveTimeoutMs,
        keepAliveMaxTimeout: keepAliveTimeoutMs,
        bodyTimeout: 0,
      });
      agents.set(socketPath, agent);
    }
    return agent;
  };
  const send = async (request: HttpRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> => {
    const { origin, pathname, search } = new URL(request.url);
    const response = await agentFor(request.socketPath ?? "").request({
      origin,
      path: `${pathname}${search}`,
      method: request.method ?? "GET",
      headers: request.headers ?? {},
      body: request.body ?? null,
      signal,
    });
    // Without a listener of its own, an error that comes between two reads would end the process.
    response.body.on("error", () => {});
    return response;
  };
  return {
    request: async (request) => {
      if (request.signal?.aborted) return aborted;
      const timer = AbortSignal.timeout(request.timeoutMs);
      try {
        const response = await send(request, AbortSignal.any([timer, ...(request.signal ? [request.signal] : [])]));
        const headers = plainHeaders(response.headers);
        const announcedBytes = Number(headers["content-length"] ?? 0);
        const bytes = await boundedBytes(response.body, request.maxBodyBytes, announcedBytes);
        const answer = { ok: true, status: response.statusCode, headers, body: bytes.toString("utf8") } as const;
        return request.binary === true ? { ...answer, bytes } : answer;
      } catch (error) {
        return failure(error, request, timer);
      }
    },
    lines: async (request) => {
      if (request.signal?.aborted) return aborted;
      const timer = new AbortController();
      const deadline = setTimeout(() => timer.abort(), request.timeoutMs);
      try {
        const signal = AbortSignal.any([timer.signal, ...(request.signal ? [request.signal] : [])]);
        const response = await send(request, signal);
        clearTimeout(deadline);
        return { ok: true, status: response.statusCode, lines: boundedLines(response.body, request.maxBodyBytes) };
      } catch (error) {
        return failure(error, request, timer.signal);
      } finally {
        clearTimeout(deadline);
      }
    },
    close: async () => {
      const open = [...agents.values()];
      agents.clear();
      await Promise.all(open.map((agent) => agent.destroy()));
    },
  };
};
