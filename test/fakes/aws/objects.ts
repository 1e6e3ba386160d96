import { createHash } from "node:crypto";
import { openReceiver, type Protocol, type Received, type Receiver, type Reply } from "../receiver/server.ts";
import { type AwsAccount, signatureFault } from "./signature.ts";

const refuse = (status: number, code: string, message: string): Reply => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

const etagOf = (body: string): string => `"${createHash("md5").update(body).digest("hex")}"`;

/** S3's GetObject by path-style addresses: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const openObjects = async (
  account: AwsAccount,
): Promise<Receiver & { put(path: string, body: string): void; remove(path: string): void }> => {
  /** By `/bucket/key`, not encoded. */
  const all = new Map<string, string>();
  const receive = (request: Received): Reply => {
    const { method, path, headers } = request;
    // S3 alone insists on the body's hash, also of an empty body.
    if (headers["x-amz-content-sha256"] === undefined)
      return refuse(400, "InvalidRequest", "Missing x-amz-content-sha256");
    const fault = signatureFault(request, "s3", account);
    if (fault !== undefined) return refuse(403, "SignatureDoesNotMatch", fault);
    if (method !== "GET") return refuse(405, "MethodNotAllowed", method);
    const body = all.get(decodeURIComponent(path));
    if (body === undefined) return refuse(404, "NoSuchKey", "The specified key does not exist.");
    const etag = etagOf(body);
    if (headers["if-none-match"] === etag) return { status: 304, headers: { etag } };
    return { status: 200, headers: { etag, "content-type": "binary/octet-stream" }, body };
  };
  const protocol: Protocol = { receive, best: receive, state: () => [...all.keys()], forget: () => all.clear() };
  const receiver = await openReceiver(protocol);
  return {
    ...receiver,
    put: (path, body) => {
      all.set(path, body);
    },
    remove: (path) => {
      all.delete(path);
    },
  };
};
