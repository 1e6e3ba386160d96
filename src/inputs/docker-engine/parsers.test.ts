import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseContainerEvent } from "./container-event.ts";
import { parseInspection } from "./inspection.ts";
import { parseListing } from "./listing.ts";
import { fakeContainer, inspectDocument } from "./test/fake-container.ts";

describe("whatever comes, no parser throws", () => {
  const anything = fc.oneof(fc.anything(), fc.jsonValue());

  test("a list", () => {
    fc.assert(fc.property(fc.oneof(anything, fc.array(anything)), (raw) => void parseListing(raw)));
  });

  test("a list of containers with anything in them", () => {
    const keys = ["Id", "Names", "Image", "State", "Labels", "Ports", "HostConfig", "Created", "Health"];
    const row = fc.dictionary(fc.constantFrom(...keys), anything);
    fc.assert(fc.property(fc.array(row), (rows) => parseListing(rows) !== undefined));
  });

  test("an inspection", () => {
    const part = fc.dictionary(fc.constantFrom("State", "HostConfig", "Config", "Created", "RestartCount"), anything);
    fc.assert(fc.property(fc.oneof(anything, part), (raw) => void parseInspection(raw)));
  });

  test("an event", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void parseContainerEvent(line)));
  });
});

describe("an inspection", () => {
  const inspect = (hostConfig: Record<string, unknown>) =>
    parseInspection(inspectDocument(fakeContainer(1, { hostConfig })))?.settings;

  test.each([
    [{ NanoCpus: 1_500_000_000 }, 1.5],
    [{ CpuQuota: 50_000, CpuPeriod: 100_000 }, 0.5],
    [{ CpuQuota: 50_000 }, 0.5],
    [{ CpuQuota: 30_000, CpuPeriod: 20_000 }, 1.5],
    [{ CpuQuota: -1, CpuPeriod: 100_000 }, undefined],
    [{ CpuPeriod: 100_000 }, undefined],
    [{}, undefined],
  ])("CPU cap of %j", (hostConfig, vcpus) => {
    expect(inspect(hostConfig)?.cpuLimitVcpus).toBe(vcpus);
  });

  test.each([
    [0, undefined],
    [2, undefined],
    [3, 3 / 1024],
    [2048, 2],
  ])("CPU reservation of %i shares", (shares, vcpus) => {
    expect(inspect({ CpuShares: shares })?.cpuReservationVcpus).toBe(vcpus);
  });

  test("memory limits of 0 are none", () => {
    const settings = inspect({ Memory: 0, MemoryReservation: 0 });
    expect(settings?.memoryLimitBytes).toBeUndefined();
    expect(settings?.memoryReservationBytes).toBeUndefined();
  });

  test.each([
    [805_306_368, 805_306_368],
    [0, undefined],
    [-1, undefined],
  ])("memory and swap together of %i", (MemorySwap, bytes) => {
    expect(inspect({ MemorySwap })?.memoryWithSwapLimitBytes).toBe(bytes);
  });

  test("keeps the endpoint's address of the environment, and nothing else", () => {
    const env = ["DB_PASSWORD=hunter2", "ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/abc", "EMPTY"];
    const inspection = parseInspection(inspectDocument(fakeContainer(1, { env })));
    expect(inspection?.whereabouts).toEqual({
      pid: 4242,
      cgroupParent: undefined,
      metadataUri: "http://169.254.170.2/v4/abc",
    });
    expect(JSON.stringify(inspection)).not.toContain("hunter2");
  });
});

describe("an event", () => {
  const line = (event: Record<string, unknown>): string =>
    JSON.stringify({ time: 1_772_366_400, timeNano: "nano", ...event }).replace('"nano"', "1772366400123456789");

  test.each([
    ["before API 1.22", { status: "start", id: "abc", from: "image" }],
    ["with both shapes", { status: "start", id: "abc", Type: "container", Action: "start", Actor: { ID: "abc" } }],
    ["from API 1.52 on", { Type: "container", Action: "start", Actor: { ID: "abc" } }],
    ["with a value", { Type: "container", Action: "start: now", Actor: { ID: "abc" } }],
  ])("%s", (_when, event) => {
    expect(parseContainerEvent(line(event))).toMatchObject({ id: "abc", action: "start", atSeconds: 1_772_366_400 });
  });

  test.each([
    ["of an image", line({ Type: "image", Action: "start", Actor: { ID: "abc" } })],
    ["without an id", line({ Type: "container", Action: "start" })],
    ["without a time", JSON.stringify({ Type: "container", Action: "start", Actor: { ID: "abc" } })],
    ["cut off", '{"Type":"container","Acti'],
    ["empty", ""],
  ])("%s is none", (_what, text) => {
    expect(parseContainerEvent(text)).toBeUndefined();
  });
});

describe("a list", () => {
  test("of the own name and those of links, the own", () => {
    const [container] = parseListing([{ Id: "a", Names: ["/web/database", "/database"] }]) ?? [];
    expect(container?.dockerName).toBe("database");
  });

  test("rows without an id are left out", () => {
    expect(parseListing([{}, null, "x", { Id: "a" }])?.map(({ id }) => id)).toEqual(["a"]);
  });

  test("null is no list", () => {
    expect(parseListing(null)).toBeUndefined();
  });
});
