import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { openObjects } from "../../../test/fakes/aws/objects.ts";
import { openParameters } from "../../../test/fakes/aws/parameters.ts";
import { awsCredentials } from "../../platform/aws/credentials.ts";
import { systemClock } from "../../platform/clock.ts";
import { nodeFiles } from "../../platform/files.ts";
import { hashing } from "../../platform/hashing.ts";
import { nodeHttpClient } from "../../platform/http-client.ts";
import { openOrigin } from "./open.ts";
import { referenceOf } from "./reference.ts";

const account = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "a-session",
  region: "eu-west-1",
};
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());
const parameters = stack.use(await openParameters(account));
const objects = stack.use(await openObjects(account));
const http = nodeHttpClient();
stack.defer(() => http.close());

const usual = {
  AWS_ACCESS_KEY_ID: account.accessKeyId,
  AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
  AWS_SESSION_TOKEN: account.sessionToken,
  AWS_REGION: account.region,
  AWS_ENDPOINT_URL_SSM: parameters.url,
  AWS_ENDPOINT_URL_S3: objects.url,
};

const originOf = (reference: string, more: Readonly<Record<string, string>> = {}) => {
  const environment = { ...usual, ...more, TASKVITALS_CONFIG: reference };
  const aws = awsCredentials({ environment, http, files: nodeFiles, clock: systemClock });
  return openOrigin({ environment, files: nodeFiles, aws: { aws, hashing, clock: systemClock, http } });
};

const read = (origin: ReturnType<typeof originOf>) => origin.read(new AbortController().signal);

/** The detail of the problem that reading ends with. */
const trouble = async (origin: ReturnType<typeof originOf>): Promise<string> => {
  const reading = await read(origin);
  if (reading.ok) throw new Error("it was read");
  expect(reading.problem).toMatchObject({ code: "config-unreadable", subject: origin.from });
  return reading.problem.detail;
};

beforeEach(() => {
  parameters.faults.clear();
  objects.faults.clear();
});

describe("what TASKVITALS_CONFIG names", () => {
  it.each([
    ["/etc/taskvitals.yaml", { kind: "file", path: "/etc/taskvitals.yaml" }],
    ["C:\\x.yaml", { kind: "file", path: "C:\\x.yaml" }],
    ["ssm:/prod/taskvitals", { kind: "parameter", name: "/prod/taskvitals" }],
    ["ssm:plain:3", { kind: "parameter", name: "plain:3" }],
    [
      "ssm:arn:aws:ssm:us-east-2:123456789012:parameter/a/b",
      { kind: "parameter", name: "arn:aws:ssm:us-east-2:123456789012:parameter/a/b", region: "us-east-2" },
    ],
    ["s3://bucket/a/b c.yaml", { kind: "object", bucket: "bucket", key: "a/b c.yaml" }],
  ])("%s", (text, reference) => {
    expect(referenceOf(text)).toEqual(reference);
  });

  it.each(["ssm:", "ssm:a b", "s3:bucket/key", "s3://bucket", "s3://bucket/", "s3://UPPER/key"])(
    "%s is no reference, and no file either",
    async (text) => {
      expect(referenceOf(text).kind).toBe("unknown");
      expect(await trouble(originOf(text))).not.toBe("");
    },
  );
});

describe("a parameter of Systems Manager", () => {
  it("is read, also the next version of it; an encrypted one is a secret", async () => {
    parameters.set("/one", { value: "intervalMs: 1000" });
    const origin = originOf("ssm:/one");
    expect(origin).toMatchObject({ from: "ssm:/one", changes: true, remote: true });
    expect(await read(origin)).toEqual({ ok: true, text: "intervalMs: 1000", secret: false });
    parameters.set("/one", { value: "intervalMs: 2000", type: "SecureString" });
    expect(await read(origin)).toEqual({ ok: true, text: "intervalMs: 2000", secret: true });
  });

  it("may be named by an ARN, which tells the region", async () => {
    const arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/one";
    parameters.set(arn, { value: "a" });
    expect(await read(originOf(`ssm:${arn}`, { AWS_REGION: "us-east-1" }))).toMatchObject({ ok: true, text: "a" });
  });

  it("that cannot be had is told in AWS's own words", async () => {
    expect(await trouble(originOf("ssm:/none"))).toBe("status 400, ParameterNotFound");
    expect(await trouble(originOf("ssm:/one", { AWS_SECRET_ACCESS_KEY: "wrong" }))).toContain(
      "InvalidSignatureException",
    );
    parameters.faults.add({
      kind: "answer",
      status: 400,
      body: '{"__type":"a.b#AccessDeniedException","Message":"no"}',
    });
    expect(await trouble(originOf("ssm:/one"))).toBe("status 400, AccessDeniedException, no");
  });

  it.each(["html", "empty", "reset"] as const)("and with the answer %s there is none", async (kind) => {
    parameters.faults.add({ kind, times: 1 });
    expect(await trouble(originOf("ssm:/one"))).not.toBe("");
  });

  it("cannot be asked for without a region or without credentials", async () => {
    const without = await read(originOf("ssm:/one", { AWS_REGION: "" }));
    expect(without).toMatchObject({ ok: false, problem: { code: "aws-credentials" } });
    const nobody = { AWS_ACCESS_KEY_ID: "", AWS_EC2_METADATA_DISABLED: "true" };
    expect(await read(originOf("ssm:/one", nobody))).toMatchObject({ ok: false, problem: { code: "aws-credentials" } });
  });
});

describe("an object in S3", () => {
  it("is asked for by its version, and comes once for each", async () => {
    objects.put("/bucket/a/b c+d.yaml", "one: 1");
    const origin = originOf("s3://bucket/a/b c+d.yaml");
    expect(await read(origin)).toEqual({ ok: true, text: "one: 1" });
    expect(await read(origin)).toEqual({ ok: true, unchanged: true });
    expect(objects.requests.at(-1)).toMatchObject({ path: "/bucket/a/b%20c%2Bd.yaml", status: 304 });
    objects.put("/bucket/a/b c+d.yaml", "two: 2");
    expect(await read(origin)).toEqual({ ok: true, text: "two: 2" });
  });

  it("that cannot be had is told in AWS's own words, and read again when it is back", async () => {
    objects.put("/bucket/key", "x: 1");
    const origin = originOf("s3://bucket/key");
    expect(await read(origin)).toMatchObject({ ok: true, text: "x: 1" });
    objects.remove("/bucket/key");
    expect(await trouble(origin)).toBe("status 404, NoSuchKey, The specified key does not exist.");
    objects.put("/bucket/key", "x: 1");
    expect(await read(origin)).toEqual({ ok: true, unchanged: true });
    const elsewhere = { "x-amz-bucket-region": "us-east-2" };
    objects.faults.add({
      kind: "answer",
      status: 301,
      headers: elsewhere,
      body: "<Code>PermanentRedirect</Code>",
      times: 1,
    });
    expect(await trouble(origin)).toBe("status 301, PermanentRedirect, the bucket is in us-east-2");
  });

  it.each(["cut", "reset"] as const)("and with the answer %s there is none", async (kind) => {
    objects.put("/bucket/key", "x: 1");
    objects.faults.add({ kind, times: 1 });
    expect(await trouble(originOf("s3://bucket/key"))).not.toBe("");
  });
});
