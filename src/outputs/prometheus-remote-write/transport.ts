import { shownAddress } from "../../formats/push-http/address.ts";
import { type OutcomeContext, outcomeOfFailure, outcomeOfStatus } from "../../formats/push-http/outcome.ts";
import { signingScope } from "../../formats/sigv4/scope.ts";
import { openSigner } from "../../formats/sigv4/signer.ts";
import type { DeliveryOutcome, Payload, PushOutputDeps } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";
import type { RemoteWriteConfig } from "./config.ts";
import { senderHeaders } from "./headers.ts";

/** What a request came to. */
export interface Sent {
  readonly outcome: DeliveryOutcome;
  /** Samples the receiver says it wrote, as those of version 2.0 do. */
  readonly samplesWritten?: number;
}

/** One request, once. */
export type Transport = (payload: Payload, signal: AbortSignal) => Promise<Sent>;

/** Answers are empty, or a line of text; a longer one than this comes from something else. */
const maxBodyBytes = 1_048_576;

const writtenHeader = "x-prometheus-remote-write-samples-written";

/** Says so when a receiver takes version 2.0 for an empty version 1.0, as those of version 1.0 may do. */
const confirmed = (payload: Payload, sent: Sent, subject: string): Sent => {
  const asked = payload.headers["x-prometheus-remote-write-version"] === "2.0.0";
  if (!asked || sent.outcome.kind !== "accepted" || sent.samplesWritten !== undefined) return sent;
  const detail = "it does not confirm remote write 2.0; set protocol to 1.0";
  return { outcome: { kind: "hold", problem: problem("output-address", subject, detail) } };
};

export const openTransport = (url: string, config: RemoteWriteConfig, deps: PushOutputDeps): Transport => {
  const { http, clock } = deps;
  const { origin } = new URL(url);
  const subject = shownAddress(url);
  const sender = senderHeaders(config);
  const scope = signingScope(url, { ...config, service: "aps" });
  const sign = scope === undefined ? undefined : openSigner(scope, deps);
  return async (payload, signal) => {
    const { method, body } = payload;
    const request = {
      method,
      url: `${origin}${payload.path}`,
      headers: { ...sender.headers, ...payload.headers },
      body,
    };
    const signed = await sign?.(request, signal);
    if (signed?.ok === false) return { outcome: { kind: "retry", problem: signed.problem } };
    const headers = signed?.headers ?? request.headers;
    const answer = await http.request({ ...request, headers, timeoutMs: config.timeoutMs, maxBodyBytes, signal });
    const context: OutcomeContext = { subject, nowMs: clock.now(), secrets: sender.secrets };
    if (!answer.ok) return { outcome: outcomeOfFailure(answer, context) };
    const outcome = outcomeOfStatus(answer, context);
    const written = answer.headers[writtenHeader];
    return confirmed(
      payload,
      written === undefined ? { outcome } : { outcome, samplesWritten: Number(written) },
      subject,
    );
  };
};
