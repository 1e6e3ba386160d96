import { describe, expect, it } from "vitest";
import { fargatePlace } from "../../../test/datadog/open-output.ts";
import { datadogConfig } from "./config.ts";
import { datadog } from "./index.ts";
import { datadogSites } from "./sites.ts";

const faultsOf = (config: Readonly<Record<string, unknown>>): readonly string[] =>
  datadogConfig.safeParse(config).error?.issues.map(({ message }) => message) ?? [];

describe("the configuration", () => {
  it("may be empty, and is off without a key", () => {
    const config = datadogConfig.parse({});
    expect(config).toMatchObject({ site: "datadoghq.com", cardinality: "high", generation: "agent5" });
    expect(datadog.detect(fargatePlace, config)).toEqual({ on: false, why: "there is no DD_API_KEY" });
  });

  it("is on with a key, which may have come with a newline at its end", () => {
    const config = datadogConfig.parse({ apiKey: "0123456789abcdef\n" });
    expect(config.apiKey).toBe("0123456789abcdef");
    expect(datadog.detect(fargatePlace, config)).toEqual({ on: true, why: "DD_API_KEY is set" });
  });

  it.each(["two words", "two\nlines", "é", ""])("refuses the key %j without repeating it", (apiKey) => {
    const faults = faultsOf({ apiKey });
    expect(faults).toHaveLength(1);
    if (apiKey !== "") expect(faults.join()).not.toContain(apiKey);
  });

  it.each([...datadogSites, "ap7.datadoghq.com", "DATADOGHQ.EU "])("takes the site %s", (site) => {
    expect(faultsOf({ site })).toEqual([]);
  });

  it.each(["https://app.datadoghq.eu", "app.datadoghq.com", "EU", "datadoghq.eu/", "", "api.datadoghq.eu"])(
    "refuses the site %j",
    (site) => {
      expect(faultsOf({ site })[0]).toContain("must be a site, such as datadoghq.com");
    },
  );

  it.each(["ftp://host", "host:80", "http://user:secret@host", "http://host/?key=1", "http://host/#x"])(
    "refuses the address %s",
    (url) => {
      expect(faultsOf({ url })).toHaveLength(1);
    },
  );

  it("reads exit codes that a variable brings as text", () => {
    expect(datadogConfig.parse({ okExitCodes: ["0", "137"] }).okExitCodes).toEqual([0, 137]);
  });

  it("refuses a dialect twice, and one that does not exist", () => {
    expect(faultsOf({ dialects: ["docker", "docker"] })).toEqual(["each dialect at most once"]);
    expect(faultsOf({ dialects: ["dockerd"] })).toHaveLength(1);
  });
});

describe("the limits", () => {
  it("are those of Datadog", () => {
    const minute = 60_000;
    expect(datadog.limits(datadogConfig.parse({ flushMs: 20_000 }))).toMatchObject({
      maxBytes: 5_242_880,
      maxAgeMs: 60 * minute,
      cadenceMs: 20_000,
      routes: { checks: { maxAgeMs: 10 * minute }, events: { maxAgeMs: 1080 * minute, maxItems: 1 } },
    });
  });
});
