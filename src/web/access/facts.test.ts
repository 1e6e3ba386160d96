import { describe, expect, it } from "vitest";
import { withinNetworks } from "../../platform/networks.ts";
import type { ServerRequest } from "../../ports/http-server.ts";
import { factsOf } from "./facts.ts";

const rules = {
  hosts: ["vitals.example.com"],
  isProxy: withinNetworks(["10.1.0.0/16"]),
  proxyUserHeader: "X-Amzn-Oidc-Identity",
};

const request = (headers: Readonly<Record<string, string>> = {}, more: Partial<ServerRequest> = {}): ServerRequest => ({
  method: "GET",
  path: "/api/live",
  query: new URLSearchParams(),
  headers: { host: "localhost:9546", ...headers },
  remoteAddress: "127.0.0.1",
  ...more,
});

const facts = (headers: Readonly<Record<string, string>> = {}, more: Partial<ServerRequest> = {}) =>
  factsOf(request(headers, more), rules);

describe("factsOf", () => {
  it("is plain for a program of this machine", () => {
    expect(facts()).toEqual({
      target: "part",
      peer: "loopback",
      relayed: false,
      host: "loopback",
      origin: "absent",
      site: "absent",
      navigation: false,
      proxyUser: false,
    });
  });

  it.each([
    ["127.0.0.1", "loopback"],
    ["127.8.8.8", "loopback"],
    ["::1", "loopback"],
    ["10.1.2.3", "proxy"],
    ["10.2.2.3", "other"],
    ["", "other"],
  ])("peer %s is %s", (remoteAddress, peer) => {
    expect(facts({}, { remoteAddress }).peer).toBe(peer);
  });

  it("takes a trusted proxy on this machine for nothing else", () => {
    expect(factsOf(request(), { ...rules, isProxy: withinNetworks(["127.0.0.1"]) }).peer).toBe("proxy");
  });

  it.each(["x-forwarded-for", "forwarded", "x-real-ip", "via"])("%s tells of a relay", (name) => {
    expect(facts({ [name]: "10.9.9.9" }).relayed).toBe(true);
  });

  it.each([
    ["http://localhost:9546", "own"],
    ["https://LOCALHOST:9546", "own"],
    ["http://localhost:3000", "foreign"],
    ["http://localhost", "foreign"],
    ["https://evil.example", "foreign"],
    ["file://localhost:9546", "foreign"],
    ["null", "foreign"],
    ["", "foreign"],
  ])("origin %s is %s", (origin, expected) => {
    expect(facts({ origin }).origin).toBe(expected);
  });

  it.each([
    ["same-origin", "own"],
    ["none", "own"],
    ["same-site", "foreign"],
    ["cross-site", "foreign"],
    ["something new", "foreign"],
  ])("Sec-Fetch-Site %s is %s", (site, expected) => {
    expect(facts({ "sec-fetch-site": site }).site).toBe(expected);
  });

  it("knows a navigation from a frame", () => {
    const navigate = { "sec-fetch-mode": "navigate" };
    expect(facts({ ...navigate, "sec-fetch-dest": "document" }).navigation).toBe(true);
    expect(facts({ ...navigate, "sec-fetch-dest": "iframe" }).navigation).toBe(false);
  });

  it("believes the user's header of a trusted proxy alone, when it says something", () => {
    const proxy = { remoteAddress: "10.1.2.3" };
    expect(facts({ "x-amzn-oidc-identity": "kei" }, proxy).proxyUser).toBe(true);
    expect(facts({ "x-amzn-oidc-identity": " " }, proxy).proxyUser).toBe(false);
    expect(facts({}, proxy).proxyUser).toBe(false);
    expect(facts({ "x-amzn-oidc-identity": "kei" }).proxyUser).toBe(false);
    const without = { hosts: rules.hosts, isProxy: rules.isProxy };
    expect(factsOf(request({ "x-amzn-oidc-identity": "kei" }, proxy), without).proxyUser).toBe(false);
  });
});
