import { shownAddress } from "../../formats/push-http/address.ts";
import { outcomeOfFailure } from "../../formats/push-http/outcome.ts";
import { userAgent } from "../../formats/push-http/user-agent.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import type { DeliveryOutcome, Payload } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";
import { outcomeOfAnswer } from "./answer.ts";
import type { DatadogConfig } from "./config.ts";
import { mostCompressedBytes } from "./limits.ts";

/** Datadog's HTTP API. */
export interface DatadogApi {
  readonly address: string;
  /** One request, once. */
  send(payload: Payload, signal: AbortSignal): Promise<DeliveryOutcome>;
  /** Asks whether the key is valid. */
  validate(signal: AbortSignal): Promise<DeliveryOutcome>;
}

const mostAnswerBytes = 65_536;

const baseOf = ({ url, site }: DatadogConfig): string => (url ?? `https://api.${site}`).replace(/\/+$/, "");

export const openDatadogApi = (config: DatadogConfig, http: HttpClient, clock: Clock): DatadogApi => {
  const { apiKey = "", timeoutMs } = config;
  const base = baseOf(config);
  const noKey: DeliveryOutcome = {
    kind: "hold",
    problem: problem("output-key", base, "there is none: set DD_API_KEY"),
  };
  const ask = async (
    path: string,
    signal: AbortSignal,
    request: { readonly method: Payload["method"] | "GET"; readonly body?: Uint8Array },
    headers: Readonly<Record<string, string>> = {},
  ): Promise<DeliveryOutcome> => {
    if (apiKey === "") return noKey;
    const answer = await http.request({
      ...request,
      url: `${base}${path}`,
      headers: { ...headers, accept: "application/json", "user-agent": userAgent, "dd-api-key": apiKey },
      timeoutMs,
      maxBodyBytes: mostAnswerBytes,
      signal,
    });
    const context = { subject: base, nowMs: clock.now(), secrets: [apiKey] };
    return answer.ok ? outcomeOfAnswer(answer, context) : outcomeOfFailure(answer, context);
  };
  return {
    address: shownAddress(base),
    send: async ({ method, path, headers, body }, signal) => {
      if (body.byteLength > mostCompressedBytes && headers["content-encoding"] !== undefined)
        return { kind: "too-large" };
      return ask(path, signal, { method, body }, headers);
    },
    validate: (signal) => ask("/api/v1/validate", signal, { method: "GET" }),
  };
};
