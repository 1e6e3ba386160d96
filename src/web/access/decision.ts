import type { HostKind } from "./host.ts";

/** Everything that counts for whether a request is answered. */
export interface AccessFacts {
  /** `/` itself, or what is read by it. */
  readonly target: "page" | "part";
  /** Who holds the other end of the connection; an address that is a trusted proxy's is nothing else. */
  readonly peer: "loopback" | "proxy" | "other";
  /** Headers say that the peer asks for somebody else. */
  readonly relayed: boolean;
  readonly host: HostKind;
  /** The Origin header against the request's own host. */
  readonly origin: "absent" | "own" | "foreign";
  /** Sec-Fetch-Site: `own` for same-origin and for what the user did (none). */
  readonly site: "absent" | "own" | "foreign";
  /** A link, a bookmark, an address typed: the answer is shown, no other page can read it. */
  readonly navigation: boolean;
  /** The trusted proxy's header with the user, not empty. */
  readonly proxyUser: boolean;
  /** The session cookie is one of ours and has not run out. */
  readonly session: boolean;
  /** A token or a one-time code; unread: the peer had too many wrong ones. */
  readonly credential: "absent" | "right" | "wrong" | "unread";
}

export const refusalReasons = ["host", "cross-site", "no-credential", "wrong-credential", "too-many"] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export type Decision =
  | { readonly allow: true; readonly as: "local" | "proxy" | "session" | "credential" }
  | { readonly allow: false; readonly reason: RefusalReason };

const allow = (as: "local" | "proxy" | "session" | "credential"): Decision => ({ allow: true, as });
const refuse = (reason: RefusalReason): Decision => ({ allow: false, reason });

/** This machine's own programs and people, under this machine's own name. */
export const isLocal = ({ peer, relayed, host }: AccessFacts): boolean =>
  peer === "loopback" && !relayed && host === "loopback";

/** Another site's page asks, in a browser that happens to reach us. */
const crossSite = ({ origin, site, navigation, target }: AccessFacts): boolean =>
  origin === "foreign" || (site === "foreign" && !(navigation && target === "page"));

/** Who may read the page and what it reads. */
export const decide = (facts: AccessFacts): Decision => {
  if (facts.host === "foreign") return refuse("host");
  if (crossSite(facts)) return refuse("cross-site");
  if (isLocal(facts)) return allow("local");
  if (facts.peer === "proxy" && facts.proxyUser) return allow("proxy");
  if (facts.session) return allow("session");
  switch (facts.credential) {
    case "right":
      return allow("credential");
    case "wrong":
      return refuse("wrong-credential");
    case "unread":
      return refuse("too-many");
    case "absent":
      return refuse("no-credential");
  }
};
