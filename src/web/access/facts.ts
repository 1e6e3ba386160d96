import type { ServerRequest } from "../../ports/http-server.ts";
import type { AccessFacts } from "./decision.ts";
import { hostKind } from "./host.ts";

const loopbackAddress = /^(127\.\d+\.\d+\.\d+|::1)$/;
/** What proxies add. A program of this machine that is none sends no such header. */
const relayHeaders = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"];

/** The agent's own settings that count. */
export interface AccessRules {
  /** Host names besides loopback ones and addresses. */
  readonly hosts: readonly string[];
  /** Whether a connection from this address is a trusted proxy's. */
  isProxy(address: string): boolean;
  /** The header in which a trusted proxy names the user. */
  readonly proxyUserHeader?: string | undefined;
}

const originOf = ({ headers }: ServerRequest): AccessFacts["origin"] => {
  const { origin, host = "" } = headers;
  if (origin === undefined) return "absent";
  const [scheme, name] = origin.toLowerCase().split("://");
  return (scheme === "http" || scheme === "https") && name === host.toLowerCase() ? "own" : "foreign";
};

const siteOf = ({ headers }: ServerRequest): AccessFacts["site"] => {
  const site = headers["sec-fetch-site"];
  if (site === undefined) return "absent";
  return site === "same-origin" || site === "none" ? "own" : "foreign";
};

/** What the request says and who sends it; credentials are looked at elsewhere. */
export const factsOf = (request: ServerRequest, rules: AccessRules): Omit<AccessFacts, "session" | "credential"> => {
  const { headers, path, remoteAddress } = request;
  const proxy = rules.isProxy(remoteAddress);
  const user = rules.proxyUserHeader === undefined ? undefined : headers[rules.proxyUserHeader.toLowerCase()];
  return {
    target: path === "/" ? "page" : "part",
    peer: proxy ? "proxy" : loopbackAddress.test(remoteAddress) ? "loopback" : "other",
    relayed: relayHeaders.some((name) => headers[name] !== undefined),
    host: hostKind(headers.host, rules.hosts),
    origin: originOf(request),
    site: siteOf(request),
    navigation: headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document",
    proxyUser: proxy && user !== undefined && user.trim() !== "",
  };
};
