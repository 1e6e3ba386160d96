import { fieldsOf } from "../../formats/json-fields.ts";
import type { HttpFailure, HttpFailureReason, HttpResponse } from "../../ports/http-client.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { ProblemCode } from "../../problems/table.ts";

const codes = {
  "not-found": "docker-missing",
  forbidden: "docker-forbidden",
  refused: "docker-unreachable",
  reset: "docker-not-json",
  timeout: "docker-timeout",
  "too-large": "docker-too-large",
  aborted: "input-timeout",
  other: "docker-unreachable",
} as const satisfies Record<HttpFailureReason, ProblemCode>;

/** `path` is that of the request. */
export const failureProblem = (shown: string, path: string, { reason, detail }: HttpFailure): Problem =>
  problem(codes[reason], shown, `${path}: ${detail}`);

export const parseJson = (body: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } => {
  try {
    const value: unknown = JSON.parse(body);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
};

/** An error's body is `{"message": "..."}`, or plain text before API 1.24. */
const messageOf = (body: string): string => {
  const parsed = parseJson(body);
  const message = parsed.ok ? (fieldsOf(parsed.value).text("message") ?? "") : body;
  return message.trim().slice(0, 200);
};

/** 400 is how an engine refuses an API version; nothing else in our requests can be wrong. */
export const statusProblem = (shown: string, path: string, { status, body }: HttpResponse): Problem => {
  const message = messageOf(body);
  const detail = `${path} answered ${status}${message === "" ? "" : `: ${message}`}`;
  return problem(status === 400 ? "docker-api" : "docker-status", shown, detail);
};

/** JSON, but of another shape. */
export const unexpectedProblem = (shown: string, path: string): Problem =>
  problem("docker-not-json", shown, `${path}: not what the Docker Engine answers`);

/** The parser's own words would quote the body, which may hold a container's environment. */
export const notJsonProblem = (shown: string, path: string, body: string): Problem =>
  problem("docker-not-json", shown, `${path}: ${body.length} characters that are not the JSON expected`);
