/** A request as it will go out: address and headers final. */
export interface SignableRequest {
  readonly method: string;
  /** Absolute, path and query already percent-encoded. */
  readonly url: string;
  /** Any case; no two names that differ in case only. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** All but letters, digits and `-._~` as `%XX` (Signature Version 4, "UriEncode"). */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Services other than S3 encode the encoded path once more. */
const canonicalPath = (path: string, service: string): string =>
  path === "" ? "/" : service === "s3" ? path : path.split("/").map(encode).join("/");

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Parameters sorted by name, then by value. */
const canonicalQuery = (query: string): string =>
  query
    .split("&")
    .filter((part) => part !== "")
    .map((part): readonly [string, string] => {
      const equals = part.indexOf("=");
      const [name, value] = equals < 0 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
      return [encode(decode(name)), encode(decode(value))];
    })
    .sort(([name, value], [otherName, otherValue]) => byText(name, otherName) || byText(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

/** Proxies and load balancers change these on the way. */
const unsigned: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "expect",
  "transfer-encoding",
  "user-agent",
  "x-amzn-trace-id",
]);

export interface CanonicalRequest {
  readonly text: string;
  readonly signedHeaders: string;
}

/** The text that is signed in the request's place. `payloadHash`: SHA-256 of the body, in hex. */
export const canonicalRequest = (request: SignableRequest, payloadHash: string, service = ""): CanonicalRequest => {
  const [, path = "", query = ""] = /^[a-z]+:\/\/[^/?#]*([^?#]*)(?:\?([^#]*))?/i.exec(request.url) ?? [];
  const headers = [...Object.entries(request.headers), ["host", new URL(request.url).host] as const]
    .map(([name, value]): readonly [string, string] => [name.toLowerCase(), value.trim().replace(/ +/g, " ")])
    .filter(([name]) => !unsigned.has(name))
    .sort(([one], [other]) => byText(one, other));
  const signedHeaders = headers.map(([name]) => name).join(";");
  const lines = [
    request.method,
    canonicalPath(path, service),
    canonicalQuery(query),
    ...headers.map(([name, value]) => `${name}:${value}`),
    "",
    signedHeaders,
    payloadHash,
  ];
  return { text: lines.join("\n"), signedHeaders };
};
