import { describe, expect, it } from "vitest";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { outcomeOfAnswer } from "./answer.ts";

const nowMs = Date.UTC(2026, 2, 1, 12);
const secret = "0123456789abcdef0123456789abcdef";

const outcome = (
  status: number,
  body = '{"errors":["some words"]}',
  headers: Readonly<Record<string, string>> = {},
): DeliveryOutcome =>
  outcomeOfAnswer(
    { ok: true, status, headers, body },
    { subject: "https://api.datadoghq.com", nowMs, secrets: [secret] },
  );

const told = (found: DeliveryOutcome) => ("problem" in found ? found.problem : undefined);

describe("an answer", () => {
  it.each([
    [202, '{"errors":[]}'],
    [202, '{"status":"ok","event":{"id":1}}'],
    [200, '{"valid":true}'],
  ])("%d %s is well", (status, body) => {
    expect(outcome(status, body)).toEqual({ kind: "accepted" });
  });

  it.each([
    [400, "bad", "output-refused"],
    [401, "hold", "output-key"],
    [403, "hold", "output-key"],
    [404, "hold", "output-address"],
    [405, "hold", "output-address"],
    [407, "hold", "output-address"],
    [408, "retry", "output-timeout"],
    [422, "bad", "output-refused"],
    [429, "retry", "output-throttled"],
    [500, "retry", "output-failing"],
    [502, "retry", "output-failing"],
    [503, "retry", "output-failing"],
    [504, "retry", "output-failing"],
    [301, "hold", "output-address"],
  ])("%d is %s with %s, in the server's words", (status, kind, code) => {
    const found = outcome(status);
    expect(found.kind).toBe(kind);
    expect(told(found)).toEqual({
      code,
      subject: "https://api.datadoghq.com",
      detail: `status ${status}: some words`,
    });
  });

  it("413 is too large", () => {
    expect(outcome(413)).toEqual({ kind: "too-large" });
  });

  it("202 with errors has something bad in it", () => {
    const found = outcome(202, '{"errors":["metric x is bad"]}');
    expect(found.kind).toBe("bad");
    expect(told(found)?.detail).toContain("metric x is bad");
  });

  it.each([
    ["<html><body>Sign in</body></html>", { "content-type": "text/html" }],
    ["", {}],
    ["OK", {}],
    ["[]", {}],
    ['{"status":"maintenance"}', {}],
    ['{"errors', {}],
  ])("200 with %j is no answer of Datadog's", (body, headers) => {
    const found = outcome(200, body, headers);
    expect(found.kind).toBe("retry");
    expect(told(found)?.code).toBe("output-address");
  });

  it.each<[number, Readonly<Record<string, string>>, number | undefined]>([
    [429, { "x-ratelimit-reset": "7" }, 7000],
    [429, { "x-ratelimit-reset": "7", "retry-after": "60" }, 7000],
    [429, { "retry-after": "60" }, 60_000],
    [503, { "retry-after": new Date(nowMs + 30_000).toUTCString() }, 30_000],
    [429, {}, undefined],
    [503, { "retry-after": "soon" }, undefined],
  ])("%d with %j says when to come again", (status, headers, afterMs) => {
    const found = outcome(status, "{}", headers);
    expect(found).toMatchObject({ kind: "retry" });
    expect("afterMs" in found ? found.afterMs : undefined).toBe(afterMs);
  });

  it("never shows the key", () => {
    const found = outcome(400, JSON.stringify({ errors: [`the key ${secret} is no good`] }));
    expect(told(found)?.detail).toContain("the key *** is no good");
  });

  it.each([
    [-11 * 60_000, "660 s ahead of"],
    [90 * 60_000, "5400 s behind"],
  ])("by a clock %d ms off is accepted with a problem: the data will be dropped", (offMs, words) => {
    const found = outcome(202, '{"errors":[]}', { date: new Date(nowMs + offMs).toUTCString() });
    expect(found).toMatchObject({ kind: "partly", rejected: [] });
    expect(told(found)).toMatchObject({ code: "output-clock", detail: expect.stringContaining(words) });
  });

  it.each(["", "yesterday", new Date(nowMs - 60_000).toUTCString()])("with the date %j is just accepted", (date) => {
    expect(outcome(202, '{"errors":[]}', { date })).toEqual({ kind: "accepted" });
  });
});
