import { problem } from "../../problems/problem.ts";
import type { Environment } from "../environment.ts";
import { type AwsDeps, askAws, awsDomain, endpointOf, regionOf } from "./aws-request.ts";
import type { Origin, OriginReading } from "./origin.ts";

/** As S3 wants it in an address: each part of the key encoded once. */
const encodedKey = (key: string): string =>
  key
    .split("/")
    .map((part) =>
      encodeURIComponent(part.toWellFormed()).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");

/** A bucket with a dot in its name has no certificate as a host name, and other endpoints know no host per bucket. */
const addressOf = (bucket: string, key: string, region: string, endpoint: string | undefined): string => {
  if (endpoint !== undefined) return `${endpoint}/${bucket}/${encodedKey(key)}`;
  const host = `s3.${region}.${awsDomain(region)}`;
  return bucket.includes(".")
    ? `https://${host}/${bucket}/${encodedKey(key)}`
    : `https://${bucket}.${host}/${encodedKey(key)}`;
};

const tag = (body: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]{1,300})</${name}>`).exec(body)?.[1];

/** An object in S3. The task role needs s3:GetObject; without s3:ListBucket a missing object is a refusal, too. */
export const objectOrigin = (
  { bucket, key }: { readonly bucket: string; readonly key: string },
  environment: Environment,
  deps: AwsDeps,
): Origin => {
  const from = `s3://${bucket}/${key}`;
  const region = regionOf(environment);
  const url = addressOf(bucket, key, region, endpointOf(environment, "S3"));
  const fault = (detail: string): OriginReading => ({ ok: false, problem: problem("config-unreadable", from, detail) });
  /** Of the version that was read last. */
  let etag: string | undefined;
  return {
    from,
    changes: true,
    remote: true,
    read: async (signal) => {
      const headers: Record<string, string> = etag === undefined ? {} : { "if-none-match": etag };
      const answer = await askAws({ service: "s3", region, method: "GET", url, headers, body: "" }, deps, signal);
      if (!answer.ok) return "problem" in answer ? answer : fault(`${answer.reason}: ${answer.detail}`);
      const { status, body } = answer;
      if (status === 304 && etag !== undefined) return { ok: true, unchanged: true };
      if (status !== 200) {
        const elsewhere = answer.headers["x-amz-bucket-region"];
        const hint = elsewhere === undefined || elsewhere === region ? undefined : `the bucket is in ${elsewhere}`;
        return fault(
          [`status ${status}`, tag(body, "Code"), tag(body, "Message"), hint].filter((part) => part).join(", "),
        );
      }
      etag = answer.headers.etag;
      return { ok: true, text: body };
    },
  };
};
