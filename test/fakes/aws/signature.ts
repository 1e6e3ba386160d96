import { createHash, createHmac } from "node:crypto";
import type { Received } from "../receiver/server.ts";

/** Who may ask, and where. */
export interface AwsAccount {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
}

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const pattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

const allowedSkewMs = 15 * 60_000;

/**
 * What is wrong with a request's Signature Version 4, by the published rules and apart from the agent's own code; undefined
 * when it is right. Only for paths that are encoded once, and without a query.
 */
export const signatureFault = (
  { method, path, headers, body }: Received,
  service: string,
  account: AwsAccount,
): string | undefined => {
  const parts = pattern.exec(headers.authorization ?? "");
  if (parts === null) return "no authorization of version 4";
  const [, keyId, day = "", region, signedService, names = "", signature] = parts;
  if (keyId !== account.accessKeyId) return "an unknown key";
  if (region !== account.region || signedService !== service) return `signed for ${signedService} in ${region}`;
  if (headers["x-amz-security-token"] !== account.sessionToken) return "not the session's token";
  const date = headers["x-amz-date"] ?? "";
  const atMs = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!date.startsWith(day) || !(Math.abs(Date.now() - atMs) < allowedSkewMs)) return `a date that is off: ${date}`;
  const signed = names.split(";");
  const must = ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
  const unsigned = must.filter((name) => !signed.includes(name));
  if (unsigned.length > 0) return `not signed: ${unsigned.join(", ")}`;
  const claimed = headers["x-amz-content-sha256"];
  if (claimed !== undefined && claimed !== sha256(body)) return "not the body's hash";
  const lines = signed.map((name) => `${name}:${(headers[name] ?? "").trim()}\n`).join("");
  const canonical = [method, path, "", lines, names, sha256(body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
  let key: string | Buffer = `AWS4${account.secretAccessKey}`;
  for (const part of [day, account.region, service, "aws4_request"]) key = hmac(key, part);
  return hmac(key, toSign).toString("hex") === signature ? undefined : "not the signature of this request";
};
