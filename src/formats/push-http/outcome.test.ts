import { describe, expect, it } from "vitest";
import type { HttpResponse } from "../../ports/http-client.ts";
import { outcomeOfFailure, outcomeOfStatus } from "./outcome.ts";

const context = {
  subject: "https://example.com/write",
  nowMs: Date.parse("2026-01-01T00:00:00Z"),
  secrets: ["hunter2"],
};

const answer = (status: number, more: Partial<HttpResponse> = {}): HttpResponse => ({
  ok: true,
  status,
  headers: {},
  body: "",
  ...more,
});

describe("a status", () => {
  it.each([
    [200, "accepted", undefined],
    [202, "accepted", undefined],
    [204, "accepted", undefined],
    [301, "hold", "output-address"],
    [307, "hold", "output-address"],
    [400, "bad", "output-refused"],
    [401, "hold", "output-key"],
    [402, "hold", "output-key"],
    [403, "hold", "output-key"],
    [404, "hold", "output-address"],
    [405, "hold", "output-address"],
    [407, "hold", "output-address"],
    [408, "retry", "output-timeout"],
    [409, "bad", "output-refused"],
    [410, "hold", "output-address"],
    [413, "too-large", undefined],
    [415, "hold", "output-address"],
    [418, "bad", "output-refused"],
    [422, "bad", "output-refused"],
    [425, "retry", "output-timeout"],
    [429, "retry", "output-throttled"],
    [500, "retry", "output-failing"],
    [502, "retry", "output-failing"],
    [503, "retry", "output-failing"],
    [504, "retry", "output-failing"],
    [599, "retry", "output-failing"],
  ])("%i is %s, %s", (status, kind, code) => {
    const outcome = outcomeOfStatus(answer(status), context);
    expect(outcome.kind).toBe(kind);
    if (code === undefined) expect(outcome).not.toHaveProperty("problem");
    else expect(outcome).toMatchObject({ problem: { code, subject: context.subject, detail: `status ${status}` } });
  });

  it.each([
    [{ headers: { "content-type": "text/html; charset=utf-8" }, body: "x" }],
    [{ body: "  <!DOCTYPE html><p>Sign in" }],
    [{ body: "<HTML>" }],
  ])("200 with a web page (%j) is not what a receiver answers", (more) => {
    expect(outcomeOfStatus(answer(200, more), context)).toMatchObject({
      kind: "retry",
      problem: { code: "output-address" },
    });
  });

  it.each([
    ["7", 7000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
    ["99999999999", 7 * 24 * 3_600_000],
  ])("429 with Retry-After %s waits %i ms", (header, afterMs) => {
    expect(outcomeOfStatus(answer(429, { headers: { "retry-after": header } }), context)).toMatchObject({ afterMs });
  });

  it.each(["", "soon", "-5", "1.5e999"])("503 with Retry-After %j says nothing of when", (header) => {
    const outcome = outcomeOfStatus(answer(503, { headers: { "retry-after": header } }), context);
    expect(outcome.kind).toBe("retry");
    expect(outcome).not.toHaveProperty("afterMs");
  });

  it("brings the server's words, on one line, short, and without a secret", () => {
    const body = `bad\r\n key\thunter2 ${"x".repeat(500)}`;
    const outcome = outcomeOfStatus(answer(400, { body }), context);
    expect(outcome).toMatchObject({
      problem: { detail: expect.stringMatching(/^status 400: bad key \*\*\* x+\.\.\.$/) },
    });
    expect(JSON.stringify(outcome).length).toBeLessThan(400);
    expect(outcomeOfStatus(answer(400, { body }), { ...context, words: "said otherwise" })).toMatchObject({
      problem: { detail: "status 400: said otherwise" },
    });
  });
});

describe("no answer", () => {
  it.each([
    ["refused", "output-unreachable"],
    ["not-found", "output-unreachable"],
    ["forbidden", "output-unreachable"],
    ["reset", "output-unreachable"],
    ["other", "output-unreachable"],
    ["timeout", "output-timeout"],
    ["aborted", "output-timeout"],
    ["too-large", "output-address"],
  ] as const)("because of %s is %s, and tried again", (reason, code) => {
    expect(outcomeOfFailure({ ok: false, reason, detail: "why hunter2" }, context)).toEqual({
      kind: "retry",
      problem: { code, subject: context.subject, detail: "why ***" },
    });
  });
});
