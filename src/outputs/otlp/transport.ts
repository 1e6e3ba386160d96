import { shownAddress } from "../../formats/push-http/address.ts";
import { readEncodedValues, readNamedValues } from "../../formats/push-http/named-values.ts";
import { signingScope } from "../../formats/sigv4/scope.ts";
import { openSigner } from "../../formats/sigv4/signer.ts";
import type { DeliveryOutcome, PushOutputDeps } from "../../ports/push-output.ts";
import type { OtlpConfig } from "./config.ts";
import type { OtlpPayload } from "./encode.ts";
import { outcomeOf } from "./outcome.ts";

/** One request, once. */
export type Transport = (payload: OtlpPayload, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** Answers are small; a longer one than this comes from something else. */
const maxBodyBytes = 1_048_576;

const grpcPort = "4317";

/** A client of HTTP that asks a server of gRPC learns nothing but that the connection broke. */
const withHint = (outcome: DeliveryOutcome, port: string): DeliveryOutcome => {
  if (port !== grpcPort || outcome.kind !== "retry" || outcome.problem.code !== "output-unreachable") return outcome;
  const detail = `${outcome.problem.detail}; 4317 is the usual port of OTLP over gRPC, and 4318 the one over HTTP`;
  return { ...outcome, problem: { ...outcome.problem, detail } };
};

export const openTransport = (url: string, config: OtlpConfig, deps: PushOutputDeps): Transport => {
  const { origin, port } = new URL(url);
  const subject = shownAddress(url);
  const more = readEncodedValues(config.headers);
  const secrets = [...Object.values(more), ...Object.values(readNamedValues(config.headers))];
  const scope = signingScope(url, { ...config, service: "monitoring" });
  const sign = scope === undefined ? undefined : openSigner(scope, deps);
  return async ({ method, path, headers, body, points }, signal) => {
    const request = { method, url: `${origin}${path}`, headers: { ...more, ...headers }, body };
    const signed = await sign?.(request, signal);
    if (signed?.ok === false) return { kind: "retry", problem: signed.problem };
    const answer = await deps.http.request({
      ...request,
      headers: signed?.headers ?? request.headers,
      timeoutMs: config.timeoutMs,
      maxBodyBytes,
      binary: true,
      signal,
    });
    return withHint(outcomeOf(answer, points, { subject, nowMs: deps.clock.now(), secrets }), port);
  };
};
