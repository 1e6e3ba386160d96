import { describe, expect, it } from "vitest";
import { otlp } from "./index.ts";

const { config, detect, limits } = otlp;
const place = { form: "sidecar", reasons: [] } as const;

describe("the configuration", () => {
  it("is complete when empty, and then off", () => {
    const empty = config.parse({});
    expect(detect(place, empty)).toEqual({ on: false, why: "no endpoint is set" });
    expect(limits(empty)).toMatchObject({ maxItems: 1000, cadenceMs: 60_000, timeoutMs: 15_000 });
  });

  it("is on with an address", () => {
    expect(detect(place, config.parse({ endpoint: "http://collector:4318" }))).toEqual({
      on: true,
      why: "its endpoint is set (collector:4318)",
    });
  });

  it("says what to do about gRPC", () => {
    const { error } = config.safeParse({ protocol: "grpc" });
    expect(error?.issues[0]?.message).toMatch(/^OTLP over gRPC is not supported: .*4318/);
    expect(config.safeParse({ protocol: "http/xml" }).error?.issues[0]?.message).toMatch(/http\/protobuf/);
    expect(config.safeParse({ endpoint: "collector:4317" }).error?.issues[0]?.message).toMatch(/4318/);
  });

  it.each([
    { endpoint: "https://user:secret@example.com" },
    { headers: ["content-type=x"] },
    { headers: ["no equals sign"] },
    { resourceAttributes: ["=x"] },
    { compression: "zstd" },
    { intervalMs: 10 },
  ])("refuses %j", (bad) => {
    expect(config.safeParse(bad).success).toBe(false);
  });
});
