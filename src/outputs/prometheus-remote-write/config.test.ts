import { describe, expect, it } from "vitest";
import { prometheusRemoteWrite } from "./index.ts";

const { config, detect, limits } = prometheusRemoteWrite;
const place = { form: "sidecar", reasons: [] } as const;

describe("the configuration", () => {
  it("is complete when empty, and then off", () => {
    const empty = config.parse({});
    expect(detect(place, empty)).toEqual({ on: false, why: "no url is set" });
    expect(limits(empty)).toMatchObject({ maxItems: 2000, maxAgeMs: 3_600_000, cadenceMs: 10_000 });
  });

  it("is on with an address, which is not shown whole", () => {
    const set = config.parse({ url: "https://prometheus.example.com/api/v1/write?key=secret" });
    expect(detect(place, set)).toEqual({ on: true, why: "its url is set (prometheus.example.com)" });
  });

  it.each([
    { url: "prometheus:9090" },
    { url: "https://user:secret@example.com/api/v1/write" },
    { protocol: "3.0" },
    { dialects: [] },
    { dialects: ["ee", "ee"] },
    { externalLabels: ["region"] },
    { externalLabels: ["__name__=x"] },
    { externalLabels: ["a-b=x"] },
    { headers: ["Content-Type=text/plain"] },
    { headers: ["user-agent=me"] },
    { headers: ["X-Key=a\nb"] },
    { repeatMs: 300_000 },
    { basicAuth: {} },
  ])("refuses %j", (bad) => {
    expect(config.safeParse(bad).success).toBe(false);
  });
});
