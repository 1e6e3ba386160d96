import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { withinNetworks } from "../../platform/networks.ts";
import { secrets } from "../../platform/secrets.ts";
import type { ServerRequest } from "../../ports/http-server.ts";
import { type AccessOptions, openGate, openHeader, openPath } from "./gate.ts";

const token = "0123456789abcdef";
const html = { accept: "text/html" };
const remote = { remoteAddress: "10.0.0.9" };

type Asked = Partial<Omit<ServerRequest, "query">> & { readonly query?: string };

const request = ({ query = "", headers = {}, ...more }: Asked = {}): ServerRequest => ({
  method: "GET",
  path: "/api/live",
  query: new URLSearchParams(query),
  remoteAddress: "127.0.0.1",
  ...more,
  headers: { host: more.remoteAddress === undefined ? "localhost:9546" : "10.0.0.7:9546", ...headers },
});

const open = (options: Partial<AccessOptions> = {}) => {
  const clock = openFakeClock();
  const all: AccessOptions = { page: "loopback", token, hosts: [], trustedProxies: [], ...options };
  const gate = openGate(all, { clock, secrets, within: withinNetworks });
  const ask = (asked: Asked = {}) => gate(request(asked));
  const code = (): string => {
    const reply = ask({ method: "POST", path: openPath, headers: { [openHeader]: "1" } });
    return JSON.parse(String(reply?.body)).code;
  };
  return { clock, ask, code };
};

describe("the gate", () => {
  it("leaves alone what is open to everybody", () => {
    const { ask } = open();
    for (const path of ["/metrics", "/healthz", "/task", "/stats", "/", "/nothing"])
      expect(ask({ ...remote, path })).toBeUndefined();
  });

  it("lets this machine in, and nobody else, with JSON for programs and text for people", () => {
    const { ask } = open();
    expect(ask()).toBeUndefined();
    expect(ask({ path: "/", headers: html })).toBeUndefined();
    const program = ask(remote);
    expect(program?.status).toBe(401);
    expect(JSON.parse(String(program?.body)).error).toContain("taskvitals open");
    const person = ask({ ...remote, path: "/", headers: html });
    expect(person).toMatchObject({ status: 401, headers: { "content-type": "text/plain; charset=utf-8" } });
    expect(person?.body).toContain("taskvitals open");
    expect(ask({ ...remote, path: "/assets/index-1.js" })?.status).toBe(401);
  });

  it("lets a token in", () => {
    const { ask } = open();
    expect(ask({ ...remote, headers: { authorization: `Bearer ${token}` } })).toBeUndefined();
    expect(ask({ ...remote, headers: { authorization: `bearer ${token}` } })).toBeUndefined();
    expect(ask({ ...remote, headers: { authorization: `Basic ${token}` } })?.status).toBe(401);
  });

  it("looks at nothing more after ten wrong tokens, for a minute", async () => {
    const { ask, clock } = open();
    const wrong = { ...remote, headers: { authorization: "Bearer wrong" } };
    const right = { ...remote, headers: { authorization: `Bearer ${token}` } };
    for (let number = 0; number < 10; number += 1) expect(ask(wrong)?.status).toBe(401);
    expect(ask(wrong)).toMatchObject({ status: 429, headers: { "retry-after": "60" } });
    expect(ask(right)?.status).toBe(429);
    expect(ask({ ...right, remoteAddress: "10.0.0.10" })).toBeUndefined();
    await clock.advance(60_000);
    expect(ask(right)).toBeUndefined();
  });

  it("makes a session of a one-time link, once", () => {
    const { ask, code } = open({ token: undefined });
    const link = { ...remote, path: "/", query: `open=${code()}`, headers: html };
    const reply = ask(link);
    expect(reply).toMatchObject({ status: 200, headers: { refresh: "0;url=./", "cache-control": "no-store" } });
    const cookie = reply?.headers?.["set-cookie"]?.split(";")[0] ?? "";
    expect(ask({ ...remote, headers: { cookie } })).toBeUndefined();
    expect(ask(link)?.status).toBe(401);
    expect(ask({ ...remote, headers: { cookie: `${cookie}x` } })?.status).toBe(401);
  });

  it("does not use a link up by HEAD, nor for another site's request, nor after five minutes", async () => {
    const { ask, code, clock } = open();
    const link = { ...remote, path: "/", query: `open=${code()}`, headers: html };
    expect(ask({ ...link, method: "HEAD" })?.status).toBe(401);
    expect(
      ask({ ...link, headers: { ...html, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" } })?.status,
    ).toBe(403);
    await clock.advance(5 * 60_000 - 1);
    expect(ask(link)?.status).toBe(200);
    const late = { ...remote, path: "/", query: `open=${code()}`, headers: html };
    await clock.advance(5 * 60_000);
    expect(ask(late)?.status).toBe(401);
  });

  it("takes the code out of the address of who is let in anyway", () => {
    const reply = open().ask({ path: "/", query: "open=used", headers: html });
    expect(reply).toMatchObject({ status: 200, headers: { refresh: "0;url=./" } });
    expect(reply?.headers?.["set-cookie"]).toBeUndefined();
  });

  it("has a browser ask again that came by another site's link and kept its cookie back", () => {
    const { ask } = open();
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect(ask({ ...remote, path: "/", headers: { ...html, ...link } })).toMatchObject({
      status: 401,
      headers: { refresh: "0" },
    });
    const overHttp = { ...remote, path: "/", query: "task=a", headers: { ...html, referer: "http://wiki.example/" } };
    expect(ask(overHttp)).toMatchObject({ status: 401, headers: { refresh: "0" } });
    const own = ask({ ...overHttp, headers: { ...html, referer: "http://10.0.0.7:9546/" } });
    expect(own?.headers?.refresh).toBeUndefined();
    const again = ask({ ...remote, path: "/", headers: { ...html, ...link, "sec-fetch-site": "same-origin" } });
    expect(again?.status).toBe(401);
    expect(again?.headers?.refresh).toBeUndefined();
  });

  it("marks the cookie for https alone when a trusted proxy says that it came so", () => {
    const https = { "x-forwarded-proto": "https" };
    const cookie = (trustedProxies: readonly string[]): string | undefined => {
      const { ask, code } = open({ trustedProxies });
      return ask({ ...remote, path: "/", query: `open=${code()}`, headers: { ...html, ...https } })?.headers?.[
        "set-cookie"
      ];
    };
    expect(cookie(["10.0.0.0/24"])).toContain("; Secure");
    expect(cookie([])).not.toContain("; Secure");
  });

  it("hands out links on this machine, or for the token, and never to a browser", () => {
    const { ask } = open();
    const post = { method: "POST", path: openPath };
    const asked = { [openHeader]: "1" };
    expect(ask({ ...post, headers: asked })).toMatchObject({ status: 200 });
    expect(ask({ ...post, ...remote, headers: { ...asked, authorization: `Bearer ${token}` } })?.status).toBe(200);
    expect(ask({ ...post, ...remote, headers: asked })?.status).toBe(401);
    expect(ask({ ...post })?.status).toBe(403);
    expect(ask({ path: openPath, headers: asked })?.status).toBe(403);
    expect(ask({ ...post, headers: { ...asked, origin: "http://localhost:9546" } })?.status).toBe(403);
    expect(ask({ ...post, headers: { ...asked, "sec-fetch-site": "same-origin" } })?.status).toBe(403);
    expect(ask({ ...post, headers: { ...asked, host: "evil.example" } })?.status).toBe(403);
    expect(ask({ ...post, headers: { ...asked, "x-forwarded-for": "10.0.0.9" } })?.status).toBe(401);
  });

  it("is shut when the page is off", () => {
    const { ask } = open({ page: "off" });
    expect(ask()).toMatchObject({ status: 403 });
    expect(ask({ path: "/", headers: html })?.body).toContain("server.page");
    expect(ask({ method: "POST", path: openPath, headers: { [openHeader]: "1" } })?.status).toBe(403);
    expect(ask({ path: "/" })).toBeUndefined();
  });

  it("lets nobody in from elsewhere by luck: whatever the headers say", () => {
    const { ask } = open({ trustedProxies: ["10.1.0.0/16"], proxyUserHeader: "x-user", hosts: ["vitals.example"] });
    const text = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        "localhost",
        "127.0.0.1",
        "vitals.example",
        "Bearer ",
        "taskvitals-9546=a.b",
        "same-origin",
        "none",
      ),
    );
    const names = [
      "host",
      "authorization",
      "cookie",
      "origin",
      "x-user",
      "x-forwarded-for",
      "sec-fetch-site",
      openHeader,
    ];
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), text),
        fc.constantFrom("/api/live", "/assets/a.js", openPath, "/"),
        fc.constantFrom("GET", "POST", "HEAD"),
        fc.ipV4().filter((address) => !address.startsWith("127.") && !address.startsWith("10.1.")),
        (headers, path, method, remoteAddress) => {
          const reply = ask({
            headers: { accept: "text/html", ...headers },
            path,
            method,
            remoteAddress,
            query: "open=x",
          });
          expect([401, 403, 429]).toContain(reply?.status);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
