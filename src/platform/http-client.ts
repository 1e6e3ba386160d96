import type { Agent, IncomingMessage } from "node:http";
import type { HttpClient, HttpFailure, HttpFailureReason, HttpRequest } from "../ports/http-client.ts";
import { errorCode, errorText } from "./error-text.ts";
import { boundedBytes, boundedLines, TooLarge } from "./http-body.ts";

/** An `import` of it would load Node's own fetch and HTTP/2 (see http-server.ts). */
const http = process.getBuiltinModule("node:http");

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
  HPE_INVALID_EOF_STATE: "reset",
  ETIMEDOUT: "timeout",
};

/**
 * The ECS agent closes connections that are idle for 5 s: they are not kept longer, so that no request meets a
 * connection that is just being closed.
 */
const keepAliveTimeoutMs = 4_000;

/** Connections to one address at a time; further requests wait their turn. */
const connectionsAtMost = 32;

const aborted: HttpFailure = { ok: false, reason: "aborted", detail: "no full answer in the time there was" };

/** Why we ended a request before it was over: the caller's signal or `close`, or our deadline. */
type GivenUp = "aborted" | "timeout";

const failure = (error: unknown, request: HttpRequest, givenUp: GivenUp | undefined): HttpFailure => {
  const detail = errorText(error);
  if (error instanceof TooLarge) return { ok: false, reason: "too-large", detail };
  if (givenUp === "aborted") return aborted;
  if (givenUp === "timeout")
    return { ok: false, reason: "timeout", detail: `no full answer within ${request.timeoutMs} ms` };
  return { ok: false, reason: reasons[errorCode(error)] ?? "other", detail };
};

const plainHeaders = (raw: IncomingMessage["headersDistinct"]): Record<string, string> =>
  Object.fromEntries(Object.entries(raw).map(([name, values = []]) => [name, values.join(", ")]));

/** What requests of one protocol go through: an agent has a pool for each address and each socket path. */
interface Way {
  readonly agent: Agent;
  readonly request: typeof http.request;
}

const openWay = (protocol: string): Way => {
  const options = { keepAlive: true, maxSockets: connectionsAtMost, timeout: keepAliveTimeoutMs };
  if (protocol !== "https:") return { agent: new http.Agent(options), request: http.request };
  // Asked for when the first address needs it: TLS is a good part of Node.js.
  const https = process.getBuiltinModule("node:https");
  return { agent: new https.Agent(options), request: https.request };
};

/** A request under way. */
interface Exchange {
  /** Resolves with the head; the body is to be read, or destroyed. */
  readonly response: Promise<IncomingMessage>;
  givenUp(): GivenUp | undefined;
  giveUp(why: GivenUp): void;
  /** From here on it may take its time. */
  stopDeadline(): void;
}

/** Throws where the request cannot be: its address is none, or a header has a letter that it may not have. */
const begin = (request: HttpRequest, wayOf: (protocol: string) => Way, onEnd: () => void): Exchange => {
  const url = new URL(request.url);
  const way = wayOf(url.protocol);
  const sent = way.request(url, {
    agent: way.agent,
    auth: null,
    method: request.method ?? "GET",
    headers: request.headers,
    socketPath: request.socketPath,
  });
  const head = Promise.withResolvers<IncomingMessage>();
  let answer: IncomingMessage | undefined;
  let givenUp: GivenUp | undefined;
  const giveUp = (why: GivenUp): void => {
    givenUp ??= why;
    // A request that waits for a connection tells nobody that it was destroyed.
    head.reject(new Error(why));
    (answer ?? sent).destroy(new Error(why));
  };
  const deadline = setTimeout(() => giveUp("timeout"), request.timeoutMs);
  const abort = (): void => giveUp("aborted");
  request.signal?.addEventListener("abort", abort);
  sent.on("error", head.reject);
  sent.on("response", (response) => {
    answer = response;
    // Without a listener of its own, an error that comes between two reads would end the process.
    response.on("error", () => {});
    head.resolve(response);
  });
  sent.on("close", () => {
    clearTimeout(deadline);
    request.signal?.removeEventListener("abort", abort);
    head.reject(new Error("the connection was closed without an answer"));
    onEnd();
  });
  sent.end(request.body);
  return { response: head.promise, givenUp: () => givenUp, giveUp, stopDeadline: () => clearTimeout(deadline) };
};

/** HTTP over TCP, TLS and unix sockets, keep-alive. */
export const nodeHttpClient = (): HttpClient => {
  const ways = new Map<string, Way>();
  const underWay = new Set<Exchange>();
  const wayOf = (protocol: string): Way => {
    const way = ways.get(protocol) ?? openWay(protocol);
    ways.set(protocol, way);
    return way;
  };

  /** What `read` makes of the answer. */
  const ask = async <Answer>(
    request: HttpRequest,
    read: (response: IncomingMessage, exchange: Exchange) => Answer | Promise<Answer>,
  ): Promise<Answer | HttpFailure> => {
    if (request.signal?.aborted) return aborted;
    let exchange: Exchange | undefined;
    try {
      const begun = begin(request, wayOf, () => underWay.delete(begun));
      exchange = begun;
      underWay.add(begun);
      return await read(await begun.response, begun);
    } catch (error) {
      return failure(error, request, exchange?.givenUp());
    }
  };

  return {
    request: (request) =>
      ask(request, async (response) => {
        const headers = plainHeaders(response.headersDistinct);
        const announcedBytes = Number(headers["content-length"] ?? 0);
        const bytes = await boundedBytes(response, request.maxBodyBytes, announcedBytes);
        const status = response.statusCode ?? 0;
        const answer = { ok: true, status, headers, body: bytes.toString("utf8") } as const;
        return request.binary === true ? { ...answer, bytes } : answer;
      }),
    lines: (request) =>
      ask(request, (response, { stopDeadline }) => {
        stopDeadline();
        const lines = boundedLines(response, request.maxBodyBytes);
        return { ok: true, status: response.statusCode ?? 0, lines } as const;
      }),
    close: async () => {
      for (const exchange of underWay) exchange.giveUp("aborted");
      for (const { agent } of ways.values()) agent.destroy();
      ways.clear();
    },
  };
};
