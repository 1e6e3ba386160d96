import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import type { Files } from "../../ports/files.ts";
import type { HttpClient, HttpFailure, HttpRequest, HttpResponse } from "../../ports/http-client.ts";
import { awsCredentials } from "./credentials.ts";

const signal = new AbortController().signal;

type Answer = Pick<HttpResponse, "status" | "body"> | HttpFailure;

const document = (key: string, expires: number): Answer => ({
  status: 200,
  body: JSON.stringify({
    AccessKeyId: key,
    SecretAccessKey: `secret of ${key}`,
    Token: `token of ${key}`,
    Expiration: new Date(expires).toISOString(),
  }),
});

const world = (
  environment: Readonly<Record<string, string>>,
  answers: (request: HttpRequest) => Answer = () => ({ ok: false, reason: "refused", detail: "" }),
) => {
  const clock = openFakeClock({ nowMs: 1_700_000_000_000 });
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    request: async (request) => {
      requests.push(request);
      const answer = answers(request);
      return "ok" in answer ? answer : { ok: true, headers: {}, ...answer };
    },
    lines: async () => ({ ok: false, reason: "other", detail: "not asked" }),
    close: async () => {},
  };
  const files: Files = {
    readText: async (path) =>
      path === "/token" ? { ok: true, text: "from the file\n" } : { ok: false, reason: "not-found", detail: path },
    list: async () => [],
    isSocket: async () => false,
    fileSystem: async () => ({ ok: false, reason: "other", detail: "" }),
  };
  const source = awsCredentials({ environment, clock, http, files });
  const key = async () => {
    const answer = await source.current(signal);
    return answer.ok ? answer.credentials.accessKeyId : answer.problem.code;
  };
  return { clock, requests, source, key };
};

describe("keys in the environment", () => {
  it("come first, and nothing is asked", async () => {
    const { source, requests } = world({
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/x",
    });
    expect(await source.current(signal)).toEqual({
      ok: true,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    expect(requests).toEqual([]);
  });

  it("have a session token, or none", async () => {
    const { source } = world({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: "c" });
    expect(await source.current(signal)).toMatchObject({ credentials: { sessionToken: "c" } });
  });

  it("count only when both are there", async () => {
    const { key } = world({ AWS_ACCESS_KEY_ID: "a", AWS_EC2_METADATA_DISABLED: "true" });
    expect(await key()).toBe("aws-credentials");
  });
});

describe("the task's role", () => {
  const relative = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1" };

  it("is asked for once, and again five minutes before it lapses", async () => {
    const hourMs = 3_600_000;
    const { clock, key, requests } = world(relative, () => document(`key ${requests.length}`, clock.now() + hourMs));
    expect([await key(), await key()]).toEqual(["key 1", "key 1"]);
    expect(requests.map(({ url }) => url)).toEqual(["http://169.254.170.2/v2/credentials/1"]);
    await clock.advance(hourMs - 5 * 60_000 - 1);
    expect(await key()).toBe("key 1");
    await clock.advance(1);
    expect(await key()).toBe("key 2");
  });

  it("goes on while the endpoint fails, until a minute before it lapses", async () => {
    const { clock, key, requests } = world(relative, () =>
      requests.length === 1 ? document("first", clock.now() + 600_000) : { status: 500, body: "" },
    );
    expect(await key()).toBe("first");
    await clock.advance(500_000);
    expect(await key()).toBe("first");
    await clock.advance(40_000);
    expect(await key()).toBe("aws-credentials");
  });

  it("is not asked for more than once in ten seconds while there is none", async () => {
    const { clock, key, requests, source } = world({ ...relative, AWS_EC2_METADATA_DISABLED: "true" }, () => ({
      status: 404,
      body: "",
    }));
    await key();
    await key();
    expect(requests.length).toBe(1);
    await clock.advance(10_000);
    expect(await source.current(signal)).toEqual({
      ok: false,
      problem: {
        code: "aws-credentials",
        subject: "AWS",
        detail: "http://169.254.170.2/v2/credentials/1: status 404",
      },
    });
    expect(requests.length).toBe(2);
  });

  it.each(["", "<html>", "null", "[]", "{}", '{"AccessKeyId":"a","SecretAccessKey":"b","Token":"c"}'])(
    "is not there when the endpoint answers %j",
    async (body) => {
      const { source } = world({ ...relative, AWS_EC2_METADATA_DISABLED: "true" }, () => ({ status: 200, body }));
      expect(await source.current(signal)).toMatchObject({
        problem: { detail: "http://169.254.170.2/v2/credentials/1: no credentials in the answer" },
      });
    },
  );

  it("is asked for with the token of the file, else of the variable", async () => {
    const full = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1338/creds",
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "plain",
    };
    const answer = () => document("k", 1_700_003_600_000);
    const plain = world(full, answer);
    const file = world({ ...full, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token" }, answer);
    expect([await plain.key(), await file.key()]).toEqual(["k", "k"]);
    expect(plain.requests[0]?.headers).toEqual({ authorization: "plain" });
    expect(file.requests[0]?.headers).toEqual({ authorization: "from the file" });
  });

  it.each(["http://example.com/creds", "http://169.254.170.2.example.com/", "not an address"])(
    "is not asked for at %s, which is not to be trusted with the token",
    async (url) => {
      const { key, requests } = world({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: "plain",
        AWS_EC2_METADATA_DISABLED: "true",
      });
      expect(await key()).toBe("aws-credentials");
      expect(requests).toEqual([]);
    },
  );
});

describe("the instance's role", () => {
  const roles = "http://169.254.169.254/latest/meta-data/iam/security-credentials/";

  it("is asked for with a session token", async () => {
    const { key, requests } = world({}, ({ url, method, headers }) => {
      if (method === "PUT") return { status: 200, body: "session" };
      if (headers?.["x-aws-ec2-metadata-token"] !== "session") return { status: 401, body: "" };
      return url === roles ? { status: 200, body: "web-role" } : document("instance", 1_700_003_600_000);
    });
    expect(await key()).toBe("instance");
    expect(requests.map(({ url }) => url)).toEqual([
      "http://169.254.169.254/latest/api/token",
      roles,
      `${roles}web-role`,
    ]);
  });

  it.each<[string, (request: HttpRequest) => Answer]>([
    ["nobody answers", () => ({ ok: false, reason: "timeout", detail: "" })],
    ["the session is refused", () => ({ status: 403, body: "" })],
    ["there is no role", ({ method }) => (method === "PUT" ? { status: 200, body: "s" } : { status: 404, body: "" })],
    ["the name is none", () => ({ status: 200, body: "../../x" })],
  ])("is not there when %s", async (_name, answers) => {
    const { key, requests } = world({}, answers);
    expect(await key()).toBe("aws-credentials");
    expect(requests.length).toBeLessThanOrEqual(2);
  });
});
