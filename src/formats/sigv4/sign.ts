import type { AwsCredentials } from "../../ports/aws-credentials.ts";
import type { Hashing } from "../../ports/hashing.ts";
import { canonicalRequest, type SignableRequest } from "./canonical.ts";

export interface Signing {
  readonly credentials: AwsCredentials;
  /** `eu-central-1`. */
  readonly region: string;
  /** The service's signing name: `aps`, `monitoring`, `es`, `aoss`. */
  readonly service: string;
  /** Milliseconds since the epoch; AWS refuses what is more than five minutes off. */
  readonly nowMs: number;
  readonly hashing: Hashing;
}

const algorithm = "AWS4-HMAC-SHA256";

const hex = (bytes: Uint8Array): string => bytes.toHex();

/** `20150830T123600Z`. */
const amzDate = (nowMs: number): string => `${new Date(nowMs).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

const signature = (stringToSign: string, day: string, signing: Signing): string => {
  const { credentials, region, service, hashing } = signing;
  let key: Uint8Array | string = `AWS4${credentials.secretAccessKey}`;
  for (const part of [day, region, service, "aws4_request"]) key = hashing.hmacSha256(key, part);
  return hex(hashing.hmacSha256(key, stringToSign));
};

/**
 * The request's headers with those that AWS Signature Version 4 adds: `X-Amz-Date`, `X-Amz-Content-Sha256`,
 * `X-Amz-Security-Token` and `Authorization`. Every header given is signed, but for those that proxies change; what is
 * sent must not differ from it, `Host` included. Pure.
 *
 * @param contentHash whether to send the body's hash as a header too: OpenSearch Serverless wants it, none minds.
 */
export const signedHeaders = (
  request: SignableRequest,
  signing: Signing,
  contentHash = true,
): Readonly<Record<string, string>> => {
  const { credentials, region, service, nowMs, hashing } = signing;
  const date = amzDate(nowMs);
  const day = date.slice(0, 8);
  const payloadHash = hex(hashing.sha256(request.body));
  const headers: Record<string, string> = { ...request.headers, "x-amz-date": date };
  if (contentHash) headers["x-amz-content-sha256"] = payloadHash;
  if (credentials.sessionToken !== undefined) headers["x-amz-security-token"] = credentials.sessionToken;
  const canonical = canonicalRequest({ ...request, headers }, payloadHash, service);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const stringToSign = [algorithm, date, scope, hex(hashing.sha256(canonical.text))].join("\n");
  headers.authorization = `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${canonical.signedHeaders}, Signature=${signature(stringToSign, day, signing)}`;
  return headers;
};
