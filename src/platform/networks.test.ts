import { describe, expect, it } from "vitest";
import { withinNetworks } from "./networks.ts";

describe("withinNetworks", () => {
  const within = withinNetworks(["10.1.0.0/16", "192.0.2.7", "fd00:1::/32", "::1", "nonsense", "10.9.0.0/99", "/0"]);

  it.each([
    ["10.1.255.255", true],
    ["10.2.0.0", false],
    ["192.0.2.7", true],
    ["192.0.2.8", false],
    ["fd00:1:2::3", true],
    ["fd00:1:2::3%eth0", true],
    ["fd00:2::", false],
    ["::1", true],
    ["10.9.0.0", false],
    ["", false],
    ["localhost", false],
  ])("%s: %s", (address, expected) => {
    expect(within(address)).toBe(expected);
  });

  it("holds nothing when there is none", () => {
    expect(withinNetworks([])("127.0.0.1")).toBe(false);
  });
});
