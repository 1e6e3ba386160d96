import { describe, expect, it } from "vitest";
import { hostKind, splitHost } from "./host.ts";

describe("hostKind", () => {
  it.each([
    ["localhost:9546", "loopback"],
    ["LOCALHOST", "loopback"],
    ["127.0.0.1:9546", "loopback"],
    ["127.0.0.5", "loopback"],
    ["[::1]:9546", "loopback"],
    ["10.0.3.7:9546", "address"],
    ["[fd00::7]:80", "address"],
    ["vitals.example.com", "allowed"],
    ["Vitals.Example.com:443", "allowed"],
    ["evil.example:9546", "foreign"],
    ["localhost.evil.example", "foreign"],
    ["127.0.0.1.evil.example", "foreign"],
    ["localhost.", "foreign"],
    ["user@localhost", "foreign"],
    ["localhost:9546/x", "foreign"],
    ["localhost:9546, evil.example", "foreign"],
    ["::1", "foreign"],
    ["", "foreign"],
    [undefined, "foreign"],
  ])("%s is %s", (header, kind) => {
    expect(hostKind(header, ["VITALS.example.com"])).toBe(kind);
  });

  it("allows no name that was not configured", () => {
    expect(hostKind("vitals.example.com", [])).toBe("foreign");
  });
});

describe("splitHost", () => {
  it("tells name and port", () => {
    expect(splitHost("[FD00::7]:80")).toEqual({ name: "[fd00::7]", port: "80" });
    expect(splitHost("a.example")).toEqual({ name: "a.example", port: "" });
    expect(splitHost("a b")).toBeUndefined();
  });
});
