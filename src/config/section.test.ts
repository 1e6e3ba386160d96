import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkSection } from "./section.ts";

const schema = z.strictObject({
  enabled: z.enum(["auto", "on", "off"]).default("auto"),
  port: z.int().min(1).max(65535).default(1234),
  apiKey: z.string().min(8).optional(),
  nested: z.strictObject({ depth: z.int().default(1) }).prefault({}),
});

const check = (value: unknown) => checkSection(schema, ["outputs", "x"], value, (path) => `at ${path.join("/")}`);

describe("checkSection", () => {
  it("fills in defaults", () => {
    expect(check(undefined)).toEqual({
      valid: true,
      data: { enabled: "auto", port: 1234, nested: { depth: 1 } },
      problems: [],
    });
  });

  it("says every fault at once, and keeps the sound keys", () => {
    const { valid, data, problems } = check({
      enabled: "onn",
      port: 70_000,
      apiKey: "long enough",
      nested: { dept: 1 },
    });
    expect(valid).toBe(false);
    expect(data).toEqual({ enabled: "auto", port: 1234, apiKey: "long enough", nested: { depth: 1 } });
    expect(problems.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      "config-value outputs.x.enabled",
      "config-value outputs.x.port",
      "config-unknown-key outputs.x.nested.dept",
    ]);
  });

  it("gives place, reason, the value and the nearest right one", () => {
    const [enabled, port] = check({ enabled: "onn", port: 70_000 }).problems;
    expect(enabled?.detail).toBe('at outputs/x/enabled; must be one of auto, on, off; it is "onn"; did you mean on?');
    expect(port?.detail).toBe("at outputs/x/port; must be at most 65535; it is 70000");
  });

  it("never shows a secret", () => {
    const [fault] = check({ apiKey: "hush" }).problems;
    expect(fault?.subject).toBe("outputs.x.apiKey");
    expect(fault?.detail).toContain("must have at least 8 characters");
    expect(fault?.detail).not.toContain("hush");
  });

  it("never shows what a section holds", () => {
    const [fault] = check({ port: { apiKey: "hush" } }).problems;
    expect(fault?.subject).toBe("outputs.x.port");
    expect(fault?.detail).not.toContain("hush");
  });

  it("takes defaults when the section is no section", () => {
    const { data, problems } = check("on");
    expect(data.port).toBe(1234);
    expect(problems).toMatchObject([{ code: "config-value", subject: "outputs.x" }]);
  });
});
