import { describe, expect, it } from "vitest";
import { secrets } from "./secrets.ts";

describe("secrets", () => {
  it("compares texts of any length", () => {
    expect(secrets.same("a secret", "a secret")).toBe(true);
    expect(secrets.same("a secret", "a secres")).toBe(false);
    expect(secrets.same("a secret", "a")).toBe(false);
    expect(secrets.same("", "a secret")).toBe(false);
  });

  it("gives another text every time, fit for an address", () => {
    const texts = Array.from({ length: 100 }, () => secrets.random(24));
    expect(new Set(texts).size).toBe(100);
    for (const text of texts) expect(text).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });

  it("signs as RFC 4231 has it (case 2)", () => {
    const hex = Buffer.from(secrets.sign("Jefe", "what do ya want for nothing?"), "base64url").toString("hex");
    expect(hex).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  });
});
