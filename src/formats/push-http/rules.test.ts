import { describe, expect, it } from "vitest";
import { isPushAddress, shownAddress } from "./address.ts";
import { basicAuthorization } from "./basic.ts";
import { isHeader, noneOf } from "./header-rules.ts";
import { readEncodedValues, readNamedValues } from "./named-values.ts";

describe("an address to send to", () => {
  it.each([
    ["http://localhost:9090/api/v1/write", true],
    ["https://[::1]/x?tenant=1", true],
    ["ftp://example.com", false],
    ["https://user:secret@example.com/", false],
    ["https://user@example.com/", false],
    ["example.com:9090", false],
    ["", false],
  ])("%s: %s", (text, expected) => {
    expect(isPushAddress(text)).toBe(expected);
  });

  it("is shown without its query", () => {
    expect(shownAddress("https://example.com:8443/write?key=secret#x")).toBe("https://example.com:8443/write");
  });
});

describe("named values", () => {
  it("are read by name; the last of two counts, and what has no name is left out", () => {
    expect(readNamedValues(["a=1", " b = x=y ", "a=2", "=3", "none", "c="])).toEqual({ a: "2", b: "x=y", c: "" });
  });

  it("are decoded where they are encoded, and stay as they are where they are not", () => {
    expect(readEncodedValues(["x%2Dkey=a%20b", "y=100%"])).toEqual({ "x-key": "a b", y: "100%" });
  });
});

describe("a header", () => {
  it.each([
    ["X-Scope-OrgID=team-a", true],
    ["x=", true],
    ["x=a\tb", true],
    ["x=a\nb", false],
    ["x=a\u0000", false],
    ["x=日本", false],
    ["x y=1", false],
    ["x:y=1", false],
    ["none", false],
  ])("%j: %s", (text, expected) => {
    expect(isHeader(text)).toBe(expected);
  });

  it("may be one that is reserved, whatever its case", () => {
    const free = noneOf(new Set(["content-type"]));
    expect(free(["Accept=x"])).toBe(true);
    expect(free(["Accept=x", "Content-Type=x"])).toBe(false);
  });
});

it("basic authentication has its example from RFC 7617", () => {
  expect(basicAuthorization("Aladdin", "open sesame")).toBe("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
});
