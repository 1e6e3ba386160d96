import { describe, expect, it } from "vitest";
import { asDeliveries, ofRoute, openOutput, selected } from "../../../test/datadog/open-output.ts";
import { daemonPlace, daemonSnapshots, taskSnapshots } from "../../../test/datadog/snapshots.ts";
import type { Snapshot } from "../../model/snapshot.ts";

/** The old Docker agent's metrics, each with the value that the host of the test must give for container `app`. */
const mebibytes = 2 ** 20;
const expected: Readonly<Record<string, number>> = {
  "docker.containers.running": 1,
  "docker.containers.running.total": 3,
  "docker.containers.stopped": 1,
  "docker.containers.stopped.total": 1,
  "docker.cpu.system": 5,
  "docker.cpu.throttled": 2,
  "docker.cpu.usage": 25,
  "docker.cpu.user": 20,
  "docker.io.read_bytes": 4096,
  "docker.io.write_bytes": 8192,
  "docker.mem.cache": 32 * mebibytes,
  "docker.mem.in_use": 64 / 256,
  "docker.mem.limit": 256 * mebibytes,
  "docker.mem.rss": 64 * mebibytes,
  "docker.mem.soft_limit": 128 * mebibytes,
  "docker.mem.sw_in_use": (32 + 64) / 512,
  "docker.mem.sw_limit": 512 * mebibytes,
  "docker.mem.swap": 32 * mebibytes,
  "docker.net.bytes_rcvd": 2000,
  "docker.net.bytes_sent": 1000,
};

const seriesOf = (
  snapshots: readonly Snapshot[],
  config: Readonly<Record<string, unknown>> = {},
  place = daemonPlace,
) => ofRoute(selected(openOutput({ config, place }), asDeliveries(snapshots)), "series");

/** Values of container `app`, of its image, or of the host, in the newest snapshot. */
const valuesOfApp = async (config: Readonly<Record<string, unknown>> = {}): Promise<ReadonlyMap<string, number>> => {
  const snapshots = await daemonSnapshots();
  const all = seriesOf(snapshots, config);
  const mine = all.filter(({ tags }) => tags === "" || tags.includes("short_image:app"));
  return new Map(mine.map(({ metric, value }) => [metric, value]));
};

describe("the metrics of the old Docker agent", () => {
  it.each(Object.entries(expected))("%s is %d", async (metric, value) => {
    expect((await valuesOfApp()).get(metric)).toBe(value);
  });

  it("mean what the chosen generation means", async () => {
    expect((await valuesOfApp({ generation: "agent7" })).get("docker.mem.in_use")).toBe(100 / 256);
  });

  it("are absent, not zero, where the source cannot tell", async () => {
    const names = (text: string, all: ReturnType<typeof seriesOf>): ReadonlySet<string> =>
      new Set(all.filter(({ tags }) => tags.includes(text)).map(({ metric }) => metric));
    const ofSide = names("ecs_container_name:side", seriesOf(await daemonSnapshots()));
    const missing = ["docker.cpu.throttled", "docker.cpu.shares", "docker.mem.limit", "docker.mem.in_use"];
    const more = ["docker.mem.sw_limit", "docker.mem.sw_in_use", "docker.mem.soft_limit"];
    for (const metric of [...missing, ...more]) expect(ofSide, metric).not.toContain(metric);
    expect(ofSide).toContain("docker.mem.rss");
    const sidecar = seriesOf(await taskSnapshots("shape-ec2-bridge-v2"), { dialects: ["docker"] });
    const all = new Set(sidecar.map(({ metric }) => metric));
    for (const metric of [
      "docker.mem.swap",
      "docker.mem.sw_limit",
      "docker.cpu.throttled",
      "docker.containers.running",
    ]) {
      expect(all, metric).not.toContain(metric);
    }
  });

  it("have no figures of containers that do not run", async () => {
    const all = seriesOf(await daemonSnapshots());
    expect(all.some(({ tags }) => tags.includes("ecs_container_name:migrate"))).toBe(false);
  });
});

describe("the network of an awsvpc task", () => {
  it("is told once, whatever the number of containers", async () => {
    const snapshots = await taskSnapshots("shape-fargate-v1");
    for (const [dialect, metric] of [
      ["ecs.fargate", "ecs.fargate.net.bytes_rcvd"],
      ["container", "container.net.rcvd"],
      ["docker", "docker.net.bytes_rcvd"],
    ]) {
      const newest = seriesOf(snapshots.slice(-1), { dialects: [dialect] }).filter((one) => one.metric === metric);
      expect(
        newest.map(({ value }) => value),
        metric,
      ).toEqual([1_010_000]);
      expect(newest[0]?.tags.split(",")).toEqual(expect.arrayContaining(["container_name:_task_", "interface:eth1"]));
    }
  });

  it("is the containers' own in bridge mode", async () => {
    const snapshots = await taskSnapshots("shape-ec2-bridge-v1");
    const newest = seriesOf(snapshots.slice(-1)).filter(({ metric }) => metric === "docker.net.bytes_rcvd");
    expect(newest.map(({ value }) => value).toSorted((one, other) => one - other)).toEqual([10_000, 1_000_000]);
    expect(newest.some(({ tags }) => tags.includes("_task_"))).toBe(false);
  });
});
