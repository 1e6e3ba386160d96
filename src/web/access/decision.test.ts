import { describe, expect, it } from "vitest";
import { type AccessFacts, type Decision, decide, refusalReasons } from "./decision.ts";

/** Every value of every fact. */
const domain = {
  target: ["page", "part"],
  peer: ["loopback", "proxy", "other"],
  relayed: [false, true],
  host: ["loopback", "address", "allowed", "foreign"],
  origin: ["absent", "own", "foreign"],
  site: ["absent", "own", "foreign"],
  navigation: [false, true],
  proxyUser: [false, true],
  session: [false, true],
  credential: ["absent", "right", "wrong", "unread"],
} as const satisfies { readonly [K in keyof AccessFacts]: readonly AccessFacts[K][] };

/** Every combination of them: 13,824. */
const everything = domain.target
  .flatMap((target) => domain.peer.map((peer) => ({ target, peer })))
  .flatMap((one) => domain.relayed.map((relayed) => ({ ...one, relayed })))
  .flatMap((one) => domain.host.map((host) => ({ ...one, host })))
  .flatMap((one) => domain.origin.map((origin) => ({ ...one, origin })))
  .flatMap((one) => domain.site.map((site) => ({ ...one, site })))
  .flatMap((one) => domain.navigation.map((navigation) => ({ ...one, navigation })))
  .flatMap((one) => domain.proxyUser.map((proxyUser) => ({ ...one, proxyUser })))
  .flatMap((one) => domain.session.map((session) => ({ ...one, session })))
  .flatMap((one): AccessFacts[] => domain.credential.map((credential) => ({ ...one, credential })));

const allowed = everything.filter((facts) => decide(facts).allow);

/** A stranger in a browser that shows our own page: the plainest request there is, with nothing to show for itself. */
const stranger: AccessFacts = {
  target: "part",
  peer: "other",
  relayed: false,
  host: "address",
  origin: "absent",
  site: "own",
  navigation: false,
  proxyUser: false,
  session: false,
  credential: "absent",
};

const local: AccessFacts = { ...stranger, peer: "loopback", host: "loopback" };

const outcome = (decision: Decision): string => (decision.allow ? decision.as : decision.reason);

describe("decide", () => {
  const rows: readonly (readonly [string, AccessFacts, string])[] = [
    ["this machine", local, "local"],
    ["this machine, with a wrong token besides", { ...local, credential: "wrong" }, "local"],
    ["this machine under an address", { ...local, host: "address" }, "no-credential"],
    ["this machine under a configured name", { ...local, host: "allowed" }, "no-credential"],
    ["this machine under a foreign name (DNS rebinding)", { ...local, host: "foreign" }, "host"],
    ["a proxy of this machine, not trusted", { ...local, relayed: true }, "no-credential"],
    ["a trusted proxy of this machine that names nobody", { ...local, peer: "proxy" }, "no-credential"],
    ["another machine under a loopback name", { ...stranger, host: "loopback" }, "no-credential"],
    ["another machine", stranger, "no-credential"],
    ["another machine with a token", { ...stranger, credential: "right" }, "credential"],
    ["another machine with a token, foreign name", { ...stranger, credential: "right", host: "foreign" }, "host"],
    ["another machine with a wrong token", { ...stranger, credential: "wrong" }, "wrong-credential"],
    ["another machine that guesses", { ...stranger, credential: "unread" }, "too-many"],
    ["another machine that guesses, with a session", { ...stranger, credential: "unread", session: true }, "session"],
    ["another machine with a session", { ...stranger, session: true }, "session"],
    ["a trusted proxy with a user", { ...stranger, peer: "proxy", relayed: true, proxyUser: true }, "proxy"],
    ["a trusted proxy without a user", { ...stranger, peer: "proxy", relayed: true }, "no-credential"],
    ["the user's header from anybody else", { ...stranger, proxyUser: true }, "no-credential"],
    ["the user's header from this machine, relayed", { ...local, relayed: true, proxyUser: true }, "no-credential"],
    ["our own page's request with its origin", { ...local, origin: "own" }, "local"],
    ["another site's request", { ...local, origin: "foreign" }, "cross-site"],
    ["another site's request with a session", { ...stranger, origin: "foreign", session: true }, "cross-site"],
    ["another site's image or script", { ...local, site: "foreign" }, "cross-site"],
    ["another site's link to the page", { ...local, target: "page", site: "foreign", navigation: true }, "local"],
    ["another site's link to the API", { ...local, site: "foreign", navigation: true }, "cross-site"],
    ["another site's frame of the page", { ...local, target: "page", site: "foreign" }, "cross-site"],
  ];

  it.each(rows)("%s", (_what, given, expected) => {
    expect(outcome(decide(given))).toBe(expected);
  });

  it("has a row for every outcome", () => {
    const expected = [...refusalReasons, "local", "proxy", "session", "credential"];
    expect(new Set(rows.map(([, , one]) => one))).toEqual(new Set(expected));
  });

  it("looked at every combination there is", () => {
    expect(everything).toHaveLength(13_824);
    expect(allowed.length).toBeGreaterThan(0);
  });

  it("never lets in who is not on this machine and has nothing to show", () => {
    const shows = ({ peer, proxyUser, session, credential }: AccessFacts): boolean =>
      session || credential === "right" || (peer === "proxy" && proxyUser);
    expect(allowed.filter((facts) => facts.peer !== "loopback" && !shows(facts))).toEqual([]);
    expect(allowed.filter((facts) => (facts.relayed || facts.host !== "loopback") && !shows(facts))).toEqual([]);
  });

  it("never answers to a foreign name, whatever is shown", () => {
    expect(allowed.filter(({ host }) => host === "foreign")).toEqual([]);
  });

  it("never lets another site read: of its requests it answers links to the page alone", () => {
    const foreign = allowed.filter(({ origin, site }) => origin === "foreign" || site === "foreign");
    expect(
      foreign.filter((facts) => facts.origin === "foreign" || facts.target !== "page" || !facts.navigation),
    ).toEqual([]);
  });

  it("never refuses somebody for showing more", () => {
    for (const facts of allowed) {
      expect(decide({ ...facts, session: true }).allow).toBe(true);
      expect(decide({ ...facts, credential: "right" }).allow).toBe(true);
    }
  });
});
