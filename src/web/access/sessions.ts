import type { Clock } from "../../ports/clock.ts";
import type { Secrets } from "../../ports/secrets.ts";
import { splitHost } from "./host.ts";

const sessionLifeMs = 7 * 24 * 3_600_000;

/**
 * Sessions of browsers: the cookie's value is the end of the session, signed with a key made from the token. Nothing is
 * kept of them here; another token ends them all, a restart with the same token none.
 */
export interface Sessions {
  /** Set-Cookie of a new session. */
  cookie(host: string | undefined, secure: boolean): string;
  /** Whether the Cookie header has a session that lasts. */
  holds(host: string | undefined, cookies: string | undefined): boolean;
}

/** Browsers keep cookies by host, not by port: agents behind several ports of one host must not take each other's. */
const nameFor = (host: string | undefined): string => `taskvitals-${splitHost(host ?? "")?.port || "0"}`;

export const openSessions = (token: string, clock: Clock, secrets: Secrets): Sessions => {
  const key = secrets.sign(token, "taskvitals session");
  const value = (end: string): string => `${end}.${secrets.sign(key, end)}`;
  const lasts = (given: string): boolean => {
    const end = given.slice(0, Math.max(0, given.indexOf(".")));
    return secrets.same(given, value(end)) && Number.parseInt(end, 36) > clock.now();
  };
  return {
    cookie: (host, secure) => {
      const end = Math.round(clock.now() + sessionLifeMs).toString(36);
      const attributes = `HttpOnly; SameSite=Strict; Path=/; Max-Age=${sessionLifeMs / 1000}${secure ? "; Secure" : ""}`;
      return `${nameFor(host)}=${value(end)}; ${attributes}`;
    },
    holds: (host, cookies) => {
      const start = `${nameFor(host)}=`;
      const given = (cookies ?? "").split(";").map((cookie) => cookie.trim());
      return given.some((cookie) => cookie.startsWith(start) && lasts(cookie.slice(start.length)));
    },
  };
};
