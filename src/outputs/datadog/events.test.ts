import { describe, expect, it } from "vitest";
import { ofRoute, openOutput, selected } from "../../../test/datadog/open-output.ts";
import { daemonPlace } from "../../../test/datadog/snapshots.ts";
import type { Happening, HappeningKind } from "../../model/happening.ts";
import { containerResource, taskResource } from "../../model/resource.ts";

const nowMs = Date.UTC(2026, 2, 1, 12);
const task = { arn: "arn/0f1e", id: "0f1e", cluster: "shop", family: "web", revision: "7", launchType: "EC2" };

const happening = (
  kind: HappeningKind,
  facts: Readonly<Record<string, string>> = {},
  { image = "web:1", id = "aa", atMs = nowMs, name = "web" } = {},
): Happening => ({ kind, atMs, facts, resource: containerResource({ id, name, image }, task) });

const itemsOf = (happenings: readonly Happening[], config: Readonly<Record<string, unknown>> = {}) =>
  selected(openOutput({ config, place: daemonPlace }), [{ kind: "happenings", happenings }]);

const eventsOf = (happenings: readonly Happening[], config: Readonly<Record<string, unknown>> = {}) =>
  ofRoute(itemsOf(happenings, config), "events");

const exitsOf = (happenings: readonly Happening[], config: Readonly<Record<string, unknown>> = {}) =>
  ofRoute(itemsOf(happenings, config), "checks").map(({ check, status, message, atMs }) => [
    check,
    status,
    message,
    atMs,
  ]);

describe("events", () => {
  it("are one an image, with what happened counted, listed and timed", () => {
    const events = eventsOf([
      happening("started", {}, { id: "aa", atMs: nowMs - 3000 }),
      happening("started", {}, { id: "bb", atMs: nowMs - 2000 }),
      happening("stopped", { exit_code: "0" }, { id: "cc", atMs: nowMs - 1000 }),
      happening("restarted", {}, { image: "worker:2", name: "worker" }),
    ]);
    expect(
      events.map(({ title, atMs, alertType, aggregationKey }) => [title, atMs, alertType, aggregationKey]),
    ).toEqual([
      ["web:1 2 start 1 die", nowMs - 1000, "info", "docker:web:1"],
      ["worker:2 1 restart", nowMs, "info", "docker:worker:2"],
    ]);
    expect(events[0]?.text).toBe(
      [
        "%%%",
        "- **start** web of task web:7 (0f1e)",
        "- **start** web of task web:7 (0f1e)",
        "- **die** web of task web:7 (0f1e), exit code 0",
        "%%%",
      ].join("\n"),
    );
  });

  it("have the tags that all of them have", () => {
    const [both] = eventsOf([happening("started", {}, { id: "aa" }), happening("started", {}, { id: "bb" })]);
    expect(both?.tags).toContain("image_name:web");
    expect(both?.tags).not.toContain("container_id");
    const [single] = eventsOf([happening("started", {}, { id: "aa" })]);
    expect(single?.tags).toContain("container_id:aa");
  });

  it.each<[HappeningKind, Readonly<Record<string, string>>, string]>([
    ["started", {}, "info"],
    ["stopped", { exit_code: "0" }, "info"],
    ["stopped", { exit_code: "143" }, "info"],
    ["stopped", { exit_code: "1" }, "error"],
    ["stopped", {}, "info"],
    ["out-of-memory", {}, "error"],
    ["health-changed", { health: "UNHEALTHY" }, "warning"],
    ["health-changed", { health: "HEALTHY" }, "info"],
  ])("of %s %j are %s", (kind, facts, alertType) => {
    const config = { events: ["started", "stopped", "out-of-memory", "health-changed"] };
    expect(eventsOf([happening(kind, facts)], config).map((event) => event.alertType)).toEqual([alertType]);
  });

  it("are those that were asked for", () => {
    const all = [happening("started"), happening("health-changed", { health: "HEALTHY" })];
    expect(eventsOf(all).map(({ title }) => title)).toEqual(["web:1 1 start"]);
    expect(eventsOf(all, { events: ["health-changed"] }).map(({ title }) => title)).toEqual(["web:1 1 health_status"]);
    expect(eventsOf(all, { events: [] })).toEqual([]);
  });

  it("are not of ECS's own containers, nor of tasks", () => {
    const pause = happening("started", {}, { name: "~internal~ecs~pause" });
    const ofTask: Happening = { kind: "started", atMs: nowMs, facts: {}, resource: taskResource(task) };
    expect(itemsOf([pause, ofTask])).toEqual([]);
  });

  it("keep within what Datadog takes, however much happened", () => {
    const image = `registry.example/${"very-".repeat(40)}long:1`;
    const many = Array.from({ length: 500 }, (_, place) => happening("started", {}, { id: `${place}`, image }));
    const [event] = eventsOf(many);
    expect(event?.text.length).toBeLessThanOrEqual(4000);
    expect(event?.text).toMatch(/\n- and \d+ more\n%%%$/);
    expect(event?.title.length).toBeLessThanOrEqual(100);
    expect(event?.aggregationKey.length).toBeLessThanOrEqual(100);
  });
});

describe("docker.exit", () => {
  it.each([
    ["0", "ok"],
    ["143", "ok"],
    ["137", "critical"],
    ["1", "critical"],
  ])("of code %s is %s", (code, status) => {
    const ended = happening("stopped", { exit_code: code }, { atMs: nowMs - 5000 });
    const message = `Container web ended with exit code ${code}`;
    expect(exitsOf([ended])).toEqual([["docker.exit", status, message, nowMs - 5000]]);
  });

  it("goes by the codes that were said to be good", () => {
    const [check] = exitsOf([happening("stopped", { exit_code: "137" })], { okExitCodes: [137] });
    expect(check?.[1]).toBe("ok");
  });

  it("is not told without a code, of what did not end, or when checks are off", () => {
    expect(exitsOf([happening("stopped"), happening("started", { exit_code: "1" })])).toEqual([]);
    expect(exitsOf([happening("stopped", { exit_code: "1" })], { checks: "off" })).toEqual([]);
  });
});
