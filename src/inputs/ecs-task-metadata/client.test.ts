import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import type { HttpClient, HttpFailure, HttpRequest, HttpResponse } from "../../ports/http-client.ts";
import { openClient } from "./client.ts";

const url = "http://169.254.170.2/v4/id/task";

const reply = (body: string, more: Partial<HttpResponse> = {}): HttpResponse => ({
  ok: true,
  status: 200,
  headers: { "content-type": "application/json" },
  body,
  ...more,
});

const failure = (reason: HttpFailure["reason"]): HttpFailure => ({ ok: false, reason, detail: `(${reason})` });

/** Asks once while the source answers with these, one after the other; the last one for ever. */
const ask = async (answers: readonly (HttpResponse | HttpFailure)[], address = url, takesMs = 0) => {
  const clock = openFakeClock();
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    request: async (request) => {
      requests.push(request);
      if (takesMs > 0) await clock.sleep(takesMs);
      return answers[Math.min(requests.length, answers.length) - 1] ?? failure("other");
    },
    lines: async () => failure("other"),
    close: async () => {},
  };
  const client = openClient({ http, clock, timeoutMs: 5000, maxBodyBytes: 1024 });
  const startMs = clock.monotonic();
  const pending = client.get(address, new AbortController().signal);
  await clock.advance(20_000);
  const outcome = await pending;
  return { outcome, requests, startMs };
};

const codeOf = ({ outcome }: Awaited<ReturnType<typeof ask>>) => (outcome.ok ? "ok" : outcome.problem.code);

describe("asking for a document", () => {
  it("gives the body as it came and what it means", async () => {
    const { outcome, requests } = await ask([reply('{"a":  1}')]);
    expect(outcome).toEqual({ ok: true, body: '{"a":  1}', contentType: "application/json", json: { a: 1 } });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ url, timeoutMs: 5000, maxBodyBytes: 1024 });
  });

  it.each([
    [failure("refused"), "metadata-unreachable", 2],
    [failure("reset"), "metadata-unreachable", 2],
    [reply("{}", { status: 500 }), "metadata-status", 2],
    [reply("", { status: 500 }), "metadata-status", 2],
    [reply(""), "metadata-not-json", 2],
    [failure("timeout"), "metadata-timeout", 1],
    [failure("aborted"), "metadata-timeout", 1],
    [failure("too-large"), "metadata-too-large", 1],
    [failure("not-found"), "metadata-unreachable", 1],
    [reply('"no such task"', { status: 404 }), "metadata-status", 1],
    [reply('"broken"', { status: 500 }), "metadata-status", 1],
    [reply("too many", { status: 429 }), "metadata-throttled", 1],
    [reply('{"a": '), "metadata-not-json", 1],
    [reply("{}", { headers: { "content-type": "text/html" } }), "metadata-not-json", 1],
  ])("answers %j with %s after %d tries", async (answer, code, tries) => {
    const asked = await ask([answer]);
    expect(codeOf(asked)).toBe(code);
    expect(asked.requests).toHaveLength(tries);
  });

  it("is content with the second try", async () => {
    expect(codeOf(await ask([failure("refused"), reply("[]")]))).toBe("ok");
    expect(codeOf(await ask([reply("{}", { status: 500 }), reply("[]")]))).toBe("ok");
  });

  it("stays within its time, both tries together", async () => {
    const slow = await ask([failure("reset")], url, 1500);
    expect(slow.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([5000, 2500]);
    const slower = await ask([failure("reset")], url, 4200);
    expect(slower.requests).toHaveLength(1);
  });

  it("believes no body of an error, and names the status", async () => {
    const { outcome } = await ask([reply('"V4 task metadata handler: unknown"', { status: 404 })]);
    expect(outcome).toMatchObject({ problem: { detail: '404: "V4 task metadata handler: unknown"', subject: url } });
  });

  it("heeds how long a throttled source wants to be left alone", async () => {
    const throttled = reply("", { status: 429, headers: { "retry-after": "30" } });
    expect((await ask([throttled])).outcome).toMatchObject({ throttled: true, retryAfterMs: 30_000 });
    expect((await ask([reply("", { status: 429 })])).outcome).not.toHaveProperty("retryAfterMs");
  });

  it("keeps what may be secret in an address to itself", async () => {
    const { outcome } = await ask([failure("timeout")], "http://169.254.170.2/v4/id/task?token=abc");
    expect(outcome).toMatchObject({ problem: { subject: url } });
  });
});

describe("a redirect", () => {
  const to = (location: string) => reply("", { status: 301, headers: { location } });

  it("to the same host is followed, relative or not", async () => {
    const { outcome, requests } = await ask([to("/v4/id/clean"), reply("[]")]);
    expect(outcome.ok).toBe(true);
    expect(requests.map((request) => request.url)).toEqual([url, "http://169.254.170.2/v4/id/clean"]);
  });

  it("is followed once", async () => {
    const asked = await ask([to("/v4/id/clean"), to("/v4/id/cleaner"), reply("[]")]);
    expect(codeOf(asked)).toBe("metadata-redirect");
    expect(asked.requests).toHaveLength(2);
  });

  it.each(["http://example.com/", "http://169.254.170.2:81/", "https://169.254.170.2/", "//evil/", "http://", ""])(
    "to %j is refused, unless it is the same place",
    async (location) => {
      const asked = await ask([to(location), to(location)]);
      expect(codeOf(asked)).toBe("metadata-redirect");
      for (const request of asked.requests) expect(new URL(request.url).host).toBe("169.254.170.2");
    },
  );
});
