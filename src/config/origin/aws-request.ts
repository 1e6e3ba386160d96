import { openSigner, type SignerDeps } from "../../formats/sigv4/signer.ts";
import type { HttpClient, HttpFailure, HttpResponse } from "../../ports/http-client.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Environment } from "../environment.ts";

export interface AwsDeps extends SignerDeps {
  readonly http: HttpClient;
}

export interface AwsRequest {
  readonly service: "ssm" | "s3";
  readonly region: string;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const timeoutMs = 5_000;
/** A parameter has 8 KB at the most; an object that is larger than this is no configuration. */
const maxBodyBytes = 1024 * 1024;

/** Empty when nothing tells it; then nothing can be signed. */
export const regionOf = (environment: Environment): string =>
  environment.AWS_REGION || environment.AWS_DEFAULT_REGION || "";

/** An address in place of AWS's own, by the variables that AWS's SDKs have for it; without a slash at the end. */
export const endpointOf = (environment: Environment, service: "SSM" | "S3"): string | undefined => {
  const text = environment[`AWS_ENDPOINT_URL_${service}`] || environment.AWS_ENDPOINT_URL || "";
  return /^https?:\/\//.test(text) && URL.canParse(text) ? text.replace(/\/+$/, "") : undefined;
};

/** `amazonaws.com`, and `amazonaws.com.cn` in China. */
export const awsDomain = (region: string): string => `amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;

/** Signs and sends. A problem when there is nothing to sign with. */
export const askAws = async (
  { service, region, method, url, headers, body }: AwsRequest,
  deps: AwsDeps,
  signal: AbortSignal,
): Promise<HttpResponse | HttpFailure | { readonly ok: false; readonly problem: Problem }> => {
  const sign = openSigner({ region, service }, deps);
  const signed = await sign({ method, url, headers, body: new TextEncoder().encode(body) }, signal);
  if (!signed.ok) return signed;
  const sent = body === "" ? {} : { body };
  return deps.http.request({ method, url, headers: signed.headers, ...sent, timeoutMs, maxBodyBytes, signal });
};
