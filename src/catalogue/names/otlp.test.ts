import { describe, expect, it } from "vitest";
import { containerResource, imageResource, selfResource, taskResource } from "../../model/resource.ts";
import { catalogue, metricIds } from "../catalogue.ts";
import { type OtlpMetric, otlpConventions, otlpMetrics } from "./otlp.ts";
import { otlpResource } from "./otlp-resource.ts";

const get = (id: string): OtlpMetric | undefined => otlpMetrics.get(id);

describe("the metrics of OpenTelemetry", () => {
  it("are all of the catalogue's but those that only describe", () => {
    expect([...otlpMetrics.keys()]).toEqual(metricIds.filter((id) => catalogue[id].kind !== "info"));
  });

  it("have legal names and units", () => {
    for (const { name, unit, description } of otlpMetrics.values()) {
      expect(name).toMatch(/^[a-z][a-z0-9_.]{0,254}$/);
      expect(unit).toMatch(/^([\x21-\x7e]{1,63}|)$/);
      expect(description).toMatch(/^[A-Z0-9].+\.$/);
    }
  });

  it("are one metric only where everything but the fixed attributes is the same", () => {
    const byName = new Map<string, OtlpMetric[]>();
    for (const metric of otlpMetrics.values()) byName.set(metric.name, [...(byName.get(metric.name) ?? []), metric]);
    for (const metrics of byName.values()) {
      const kinds = new Set(metrics.map(({ fixed: _fixed, ...rest }) => JSON.stringify(rest)));
      const fixed = new Set(metrics.map((metric) => JSON.stringify(metric.fixed)));
      expect(kinds.size).toBe(1);
      expect(fixed.size).toBe(metrics.length);
    }
  });

  it("have no two attributes of one name", () => {
    for (const { attributes, fixed } of otlpMetrics.values()) {
      const names = [...Object.values(attributes).map(({ name }) => name), ...Object.keys(fixed)];
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("are as the semantic conventions have them, where they do", () => {
    expect(get("container.cpu.time")).toMatchObject({
      name: "container.cpu.time",
      unit: "s",
      data: "sum",
      attributes: {},
    });
    expect(get("container.cpu.usage")).toMatchObject({ name: "container.cpu.usage", unit: "{cpu}", data: "gauge" });
    expect(get("container.memory.usage")).toMatchObject({ name: "container.memory.usage", unit: "By", whole: true });
    expect(get("container.disk.written")).toMatchObject({
      name: "container.disk.io",
      unit: "By",
      data: "sum",
      fixed: { "disk.io.direction": "write" },
    });
    expect(get("container.network.receive")).toMatchObject({
      name: "container.network.io",
      unit: "By",
      data: "sum",
      fixed: { "network.io.direction": "receive" },
      attributes: { interface: { name: "network.interface.name" } },
    });
    expect(get("container.cpu.mode_time")).toMatchObject({ attributes: { mode: { name: "cpu.mode" } } });
  });

  it("are there, when the conventions are spoken of", () => {
    const names = new Set([...otlpMetrics.values()].map(({ name }) => name));
    expect(Object.keys(otlpConventions).filter((name) => !names.has(name))).toEqual([]);
  });

  it("of a task are below ecs", () => {
    expect(get("task.cpu.time")?.name).toBe("ecs.task.cpu.time");
    expect(get("task.network.transmit.packets_dropped")).toMatchObject({
      name: "ecs.task.network.packet.dropped",
      fixed: { "network.io.direction": "transmit" },
    });
  });

  it("keep their states apart from their other attributes", () => {
    expect(get("container.status")).toMatchObject({ data: "states", attributes: { type: { name: "type" } } });
    expect(get("container.status")?.states).toContain("RUNNING");
  });
});

const task = {
  arn: "arn:aws:ecs:eu-central-1:111122223333:task/shop/0f1e",
  id: "0f1e",
  cluster: "shop",
  clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
  family: "web",
  revision: "7",
  service: "checkout",
  launchType: "FARGATE",
  availabilityZone: "eu-central-1a",
  region: "eu-central-1",
  account: "111122223333",
} as const;

const taskAttributes = {
  "cloud.provider": "aws",
  "cloud.platform": "aws_ecs",
  "cloud.region": "eu-central-1",
  "cloud.account.id": "111122223333",
  "cloud.availability_zone": "eu-central-1a",
  "aws.ecs.cluster.arn": task.clusterArn,
  "aws.ecs.cluster.name": "shop",
  "aws.ecs.service.name": "checkout",
  "aws.ecs.task.arn": task.arn,
  "aws.ecs.task.id": "0f1e",
  "aws.ecs.task.family": "web",
  "aws.ecs.task.revision": "7",
  "aws.ecs.launchtype": "fargate",
};

describe("a resource", () => {
  it("of a task says what the conventions ask for", () => {
    expect(otlpResource(taskResource(task))).toEqual({
      "service.name": "checkout",
      "service.instance.id": "0f1e",
      ...taskAttributes,
    });
  });

  it("of a container says whose it is, and what it is made from", () => {
    const container = {
      id: "a".repeat(64),
      name: "web",
      image: "example.com/shop/web:2@sha256:00",
      imageId: "sha256:11",
      arn: "arn:c",
    };
    expect(otlpResource(containerResource(container, task))).toEqual({
      "service.name": "checkout",
      "service.instance.id": container.id,
      ...taskAttributes,
      "container.id": container.id,
      "container.name": "web",
      "container.image.id": "sha256:11",
      "container.image.name": "example.com/shop/web",
      "container.image.tags": ["2"],
      "container.image.repo_digests": ["example.com/shop/web@sha256:00"],
      "aws.ecs.container.arn": "arn:c",
    });
  });

  it("without a service is named by the family, without a task by the container", () => {
    const { service: _service, ...alone } = task;
    expect(otlpResource(taskResource(alone))["service.name"]).toBe("web");
    expect(otlpResource(containerResource({ id: "", name: "mirror" }))).toEqual({
      "service.name": "mirror",
      "service.instance.id": "mirror",
      "container.name": "mirror",
    });
  });

  it("of an image, or of the agent, is named too", () => {
    expect(otlpResource(imageResource("nginx:1.27"))).toMatchObject({
      "service.name": "docker",
      "container.image.name": "nginx",
    });
    expect(otlpResource(selfResource)).toEqual({ "service.name": "taskvitals" });
  });
});
