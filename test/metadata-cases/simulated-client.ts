import type { Clock } from "../../src/ports/clock.ts";
import type { HttpClient, HttpFailure, HttpRequest, HttpResponse } from "../../src/ports/http-client.ts";
import type { ServerReply, ServerRequest } from "../../src/ports/http-server.ts";

type Handler = (request: ServerRequest) => Promise<ServerReply>;

const failed = (reason: HttpFailure["reason"], detail: string): HttpFailure => ({ ok: false, reason, detail });

/** Thrown by a handler: as if nobody listened. */
export class Refused extends Error {}

const textOf = ({ body = "" }: ServerReply): string =>
  typeof body === "string" ? body : new TextDecoder().decode(body);

/** What a client sees of a reply, as the real one would. */
const seen = (reply: ServerReply, { maxBodyBytes }: HttpRequest): HttpResponse | HttpFailure => {
  const text = textOf(reply);
  if (reply.fault === "reset") return failed("reset", "other side closed");
  if (typeof reply.fault === "object") return failed("reset", `closed after ${reply.fault.cutAfterBytes} bytes`);
  if (text.length > maxBodyBytes) return failed("too-large", `more than ${maxBodyBytes} bytes`);
  return { ok: true, status: reply.status, headers: { ...reply.headers }, body: text };
};

/** An HTTP client that asks a handler directly: no network, and time by the clock alone. */
export const handlerClient = (handler: Handler, clock: Clock): HttpClient => ({
  request: async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const done = new AbortController();
    const timeout = clock
      .sleep(request.timeoutMs, done.signal)
      .then(() => failed("timeout", `no full answer within ${request.timeoutMs} ms`));
    const answer = handler({
      method: "GET",
      path: pathname,
      query: searchParams,
      headers: { ...request.headers },
      remoteAddress: "10.0.0.5",
    }).then(
      (reply) => (reply.fault === "silence" ? timeout : seen(reply, request)),
      (error: unknown) => {
        if (error instanceof Refused) return failed("refused", "nobody listens");
        throw error;
      },
    );
    const aborted = new Promise<HttpFailure>((resolve) => {
      request.signal?.addEventListener(
        "abort",
        () => resolve(failed("aborted", "no full answer in the time there was")),
        { once: true },
      );
    });
    const outcome = await Promise.race([answer, timeout, aborted]);
    done.abort();
    return outcome;
  },
  lines: async () => failed("other", "no streams here"),
  close: async () => {},
});
