import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { secrets } from "../../platform/secrets.ts";
import { openSessions } from "./sessions.ts";

const token = "a token of the test";
const host = "10.0.0.7:9546";

describe("sessions", () => {
  const clock = openFakeClock();
  const sessions = openSessions(token, clock, secrets);
  const cookie = sessions.cookie(host, false);
  const pair = cookie.split(";")[0] ?? "";

  it("are cookies that scripts and other sites do not get", () => {
    expect(cookie).toMatch(
      /^taskvitals-9546=[a-z0-9]+\.[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=604800$/,
    );
    expect(sessions.cookie(host, true)).toMatch(/; Secure$/);
    expect(cookie).not.toContain(token);
  });

  it("are known again, among other cookies, and after a restart with the same token", () => {
    expect(sessions.holds(host, pair)).toBe(true);
    expect(sessions.holds(host, `a=b; taskvitals-9546=old; ${pair}; c=d`)).toBe(true);
    expect(openSessions(token, clock, secrets).holds(host, pair)).toBe(true);
  });

  it("end with the token, and after a week", async () => {
    expect(openSessions("another token", clock, secrets).holds(host, pair)).toBe(false);
    await clock.advance(7 * 24 * 3_600_000 - 1);
    expect(sessions.holds(host, pair)).toBe(true);
    await clock.advance(1);
    expect(sessions.holds(host, pair)).toBe(false);
  });

  it("cannot be made longer, or up", () => {
    const [name = "", value = ""] = sessions.cookie(host, false).split(";")[0]?.split("=") ?? [];
    const [end = "", mac = ""] = value.split(".");
    const later = (Number.parseInt(end, 36) + 1000).toString(36);
    for (const forged of [`${later}.${mac}`, `${end}.`, end, "", ".", `.${mac}`, `${end}.${mac}x`]) {
      expect(sessions.holds(host, `${name}=${forged}`)).toBe(false);
    }
    expect(sessions.holds(host, undefined)).toBe(false);
  });

  it("of agents behind two ports of one host do not replace each other", () => {
    expect(sessions.cookie("localhost:9547", false)).toMatch(/^taskvitals-9547=/);
    expect(sessions.cookie("vitals.example.com", true)).toMatch(/^taskvitals-0=/);
  });
});
