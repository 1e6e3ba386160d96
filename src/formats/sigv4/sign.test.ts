import { describe, expect, it } from "vitest";
import { hashing } from "../../platform/hashing.ts";
import { signedHeaders } from "./sign.ts";

/** Requests and signatures of AWS's published test suite for Signature Version 4 (awslabs/aws-c-auth, v4). */
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const nowMs = Date.parse("2015-08-30T12:36:00Z");
const signing = { credentials, region: "us-east-1", service: "service", nowMs, hashing };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const emptyToken = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";

interface Vector {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly contentHash?: boolean;
  readonly token?: string;
  readonly signed: string;
  readonly signature: string;
}

const alphabet = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const plain = "host;x-amz-date";

const vectors: readonly Vector[] = [
  { name: "get-vanilla", signed: plain, signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
  {
    name: "post-vanilla",
    method: "POST",
    signed: plain,
    signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
  },
  {
    name: "get-utf8",
    path: "/\u1234",
    signed: plain,
    signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
  },
  {
    name: "get-space",
    path: "/example space/",
    signed: plain,
    signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
  },
  {
    name: "get-unreserved",
    path: `/${alphabet}`,
    signed: plain,
    signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
  },
  {
    name: "get-vanilla-query-order-key-case",
    path: "/?Param2=value2&Param1=value1",
    signed: plain,
    signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  },
  {
    name: "get-vanilla-query-order-encoded",
    path: "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
    signed: plain,
    signature: "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
  },
  {
    name: "get-vanilla-query-unreserved",
    path: `/?${alphabet}=${alphabet}`,
    signed: plain,
    signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
  },
  {
    name: "get-vanilla-utf8-query",
    path: "/?\u1234=bar",
    signed: plain,
    signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
  },
  {
    name: "get-header-key-duplicate",
    headers: { "My-Header1": "value2,value2,value1" },
    signed: "host;my-header1;x-amz-date",
    signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
  },
  {
    name: "get-header-value-trim",
    headers: { "My-Header1": " value1", "My-Header2": ' "a   b   c"' },
    signed: "host;my-header1;my-header2;x-amz-date",
    signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
  },
  {
    name: "get-vanilla-with-session-token",
    token: emptyToken,
    signed: "host;x-amz-date;x-amz-security-token",
    signature: "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
  },
  {
    name: "post-x-www-form-urlencoded",
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "13" },
    body: "Param1=value1",
    contentHash: true,
    signed: "content-length;content-type;host;x-amz-content-sha256;x-amz-date",
    signature: "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
  },
];

describe("a signature", () => {
  it.each(vectors)("is as in AWS's test suite: $name", (vector) => {
    const { method = "GET", path = "/", headers = {}, body = "", contentHash = false, token } = vector;
    const signed = signedHeaders(
      { method, url: `https://example.amazonaws.com${path}`, headers, body: bytes(body) },
      { ...signing, credentials: token === undefined ? credentials : { ...credentials, sessionToken: token } },
      contentHash,
    );
    expect(signed.authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${vector.signed}, Signature=${vector.signature}`,
    );
    expect(signed).toMatchObject({ ...headers, "x-amz-date": "20150830T123600Z" });
    expect(signed["x-amz-security-token"]).toBe(token);
  });

  /** docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
  it.each([
    {
      url: "/test.txt",
      headers: { range: "bytes=0-9" },
      signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    },
    { url: "/?lifecycle", headers: {}, signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543" },
    {
      url: "/test%24file.text",
      method: "PUT",
      headers: { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
      body: "Welcome to Amazon S3.",
      signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    },
  ])(
    "for S3 is as in its documentation, with the path encoded once: $url",
    ({ url, method = "GET", headers, body = "", signature }) => {
      const signed = signedHeaders(
        { method, url: `https://examplebucket.s3.amazonaws.com${url}`, headers, body: bytes(body) },
        {
          ...signing,
          credentials: {
            accessKeyId: "AKIAIOSFODNN7EXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
          },
          service: "s3",
          nowMs: Date.parse("2013-05-24T00:00:00Z"),
        },
      );
      expect(signed.authorization?.split("Signature=")[1]).toBe(signature);
    },
  );

  const sign = (more: { url?: string; headers?: Record<string, string> }) =>
    signedHeaders(
      { method: "POST", url: "https://example.amazonaws.com/a", headers: {}, body: bytes("x"), ...more },
      signing,
    );

  it("does not cover what proxies change", () => {
    expect(sign({ headers: { "User-Agent": "taskvitals", Connection: "keep-alive" } }).authorization).toBe(
      sign({}).authorization,
    );
  });

  it("covers the body, the port and an encoded path as it is sent", () => {
    const all = [
      sign({}),
      sign({ url: "https://example.amazonaws.com:8443/a" }),
      sign({ url: "https://example.amazonaws.com/%61" }),
      signedHeaders({ method: "POST", url: "https://example.amazonaws.com/a", headers: {}, body: bytes("y") }, signing),
    ].map(({ authorization }) => authorization);
    expect(new Set(all).size).toBe(all.length);
    expect(sign({ url: "https://example.amazonaws.com:443/a" }).authorization).toBe(all[0]);
  });

  it("takes a query that is no valid encoding as it stands", () => {
    expect(sign({ url: "https://example.amazonaws.com/a?q=%zz" }).authorization).toMatch(/Signature=[0-9a-f]{64}$/);
  });

  it("tells the body's hash", () => {
    expect(sign({})["x-amz-content-sha256"]).toBe(hashing.sha256("x").toHex());
  });
});
