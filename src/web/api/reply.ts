import type { Gzip } from "../../ports/compression.ts";
import type { ServerReply, ServerRequest } from "../../ports/http-server.ts";
import { takesCoding } from "../negotiation.ts";

const headers = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

/** What is wrong, and what to do. */
export const refuse = (status: number, error: string, more: Readonly<Record<string, string>> = {}): ServerReply => ({
  status,
  headers: { ...headers, ...more },
  body: `${JSON.stringify({ error })}\n`,
});

const encoder = new TextEncoder();
/** Less is not worth the time. */
const zippedFrom = 2048;

/** A JSON answer, compressed for who takes that. */
export const answer = (
  { headers: asked }: ServerRequest,
  value: unknown,
  gzip: Gzip,
  more: Readonly<Record<string, string>> = {},
): ServerReply => {
  const body = encoder.encode(`${JSON.stringify(value)}\n`);
  const shared = { ...headers, vary: "accept-encoding", ...more };
  if (body.length < zippedFrom || !takesCoding(asked["accept-encoding"], "gzip"))
    return { status: 200, headers: shared, body };
  return { status: 200, headers: { ...shared, "content-encoding": "gzip" }, body: gzip(body) };
};
