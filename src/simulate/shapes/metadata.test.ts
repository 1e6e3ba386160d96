import { describe, expect, test } from "vitest";
import type { PastEvent } from "../life.ts";
import type { TaskPlan } from "../plan.ts";
import { scriptedMoment } from "../scripted.ts";
import { containerV4 } from "./container-metadata.ts";
import { jsonText } from "./json-text.ts";
import { type Shape, shapes } from "./shape.ts";
import { taskOfInstance, taskV3, taskV4, taskWithTags } from "./task-metadata.ts";

const startedAtMs = Date.UTC(2026, 0, 5, 12);

const plan: TaskPlan = {
  family: "shop",
  revision: "7",
  service: "storefront",
  tags: { team: "shop" },
  containers: [
    { name: "web", ports: [80], health: "HEALTHY", logDriver: "awslogs", cpuUnits: 128, memoryMib: 256 },
    { name: "log_router", restartPolicy: true, essential: false },
    { name: "init", exits: { afterMs: 500, exitCode: 3 }, essential: false },
    { name: "late", startsAfterMs: 3_600_000 },
  ],
};

const momentOf = (shape: Shape, events: readonly PastEvent[] = [], of: TaskPlan = plan) =>
  scriptedMoment({ shape, plan: of, startedAtMs, events }, startedAtMs + 60_000);
const taskOf = (shape: Shape, events: readonly PastEvent[] = [], of: TaskPlan = plan) =>
  JSON.parse(jsonText(taskV4(momentOf(shape, events, of))));
const taskOfV3 = (shape: Shape) => JSON.parse(jsonText(taskV3(momentOf(shape))));

describe("task", () => {
  test("Fargate: ARN as cluster, limits always, clock and disk, no VPC", () => {
    const task = taskOf(shapes.fargate);
    expect(task.Cluster).toBe("arn:aws:ecs:us-east-1:123456789012:cluster/simulated");
    expect(task.LaunchType).toBe("FARGATE");
    expect(task.Limits).toEqual({ CPU: 0.5, Memory: 1024 });
    expect(task.ClockDrift.ClockSynchronizationStatus).toBe("SYNCHRONIZED");
    expect(task.EphemeralStorageMetrics.Reserved).toBe(20_496);
    expect(task).not.toHaveProperty("VPCID");
    expect(task).not.toHaveProperty("FaultInjectionEnabled");
  });

  test("Windows on Fargate has neither clock nor disk", () => {
    const task = taskOf(shapes["fargate-windows"]);
    expect(task).not.toHaveProperty("ClockDrift");
    expect(task).not.toHaveProperty("EphemeralStorageMetrics");
    expect(task.Containers[0]).not.toHaveProperty("Snapshotter");
  });

  test("EC2: a name as cluster, limits only when set, VPC", () => {
    const task = taskOf(shapes["ec2-bridge"]);
    expect(task.Cluster).toBe("simulated");
    expect(task).not.toHaveProperty("Limits");
    expect(task.VPCID).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(task.FaultInjectionEnabled).toBe(false);
    expect(taskOf(shapes["ec2-bridge"], [], { ...plan, memoryMib: 300 }).Limits).toEqual({ Memory: 300 });
  });

  test("ECS Anywhere: neither zone nor VPC", () => {
    const task = taskOf(shapes.external);
    expect(task.LaunchType).toBe("EXTERNAL");
    expect(task).not.toHaveProperty("AvailabilityZone");
    expect(task).not.toHaveProperty("VPCID");
  });

  test("Managed Instances: ARN as cluster, and a group in the list of the instance", () => {
    const moment = momentOf(shapes["managed-instances"]);
    expect(taskV4(moment)).not.toHaveProperty("Group");
    expect(taskOfInstance(moment).Group).toBe("service:storefront");
    expect(taskOfInstance({ ...moment, isDaemon: true }).Group).toBe("daemon:shop");
    expect(taskOf(shapes["managed-instances"]).VPCID).toMatch(/^vpc-/);
  });

  test("v3 lacks what came with v4, and lists no container that is only pulled", () => {
    const task = taskOfV3(shapes["ec2-awsvpc"]);
    for (const key of ["LaunchType", "VPCID", "ServiceName", "FaultInjectionEnabled"])
      expect(task).not.toHaveProperty(key);
    const [, web] = task.Containers;
    for (const key of ["LogDriver", "LogOptions", "ContainerARN", "RestartCount", "Snapshotter"]) {
      expect(web).not.toHaveProperty(key);
    }
    expect(Object.keys(web.Networks[0])).toEqual(["NetworkMode", "IPv4Addresses"]);
    expect(task.Containers.map(({ Name }: { Name: string }) => Name)).not.toContain("late");
    expect(taskOfV3(shapes["ec2-bridge"]).Containers[0].Ports[0]).not.toHaveProperty("HostIp");
  });

  test("an essential container that stops takes the task with it", () => {
    const events: PastEvent[] = [{ kind: "stop", container: "web", exitCode: 1, atMs: startedAtMs + 20_000 }];
    const task = taskOf(shapes.fargate, events);
    expect(task.DesiredStatus).toBe("STOPPED");
    expect(task.KnownStatus).toBe("RUNNING");
    expect(task.ExecutionStoppedAt).toBe("2026-01-05T12:00:20Z");
    expect(taskOf(shapes.fargate)).not.toHaveProperty("ExecutionStoppedAt");
  });

  test("tags, and their refusal inside a good answer", () => {
    const moment = momentOf(shapes["ec2-bridge"]);
    expect(taskWithTags(moment, false, "v4")).toMatchObject({ TaskTags: { team: "shop" }, ContainerInstanceTags: {} });
    const refused = taskWithTags(moment, true, "v4");
    expect(refused).not.toHaveProperty("TaskTags");
    expect(refused).toMatchObject({ Errors: [{ ErrorField: "TaskTags", StatusCode: 400 }] });
  });
});

describe("container", () => {
  const byName = (shape: Shape, name: string, events: readonly PastEvent[] = []) =>
    taskOf(shape, events).Containers.find(({ Name }: { Name: string }) => Name === name);

  test("ids: 64 hex digits with Docker, the task's id and a number without", () => {
    const ec2 = byName(shapes["ec2-bridge"], "log_router");
    expect(ec2.DockerId).toMatch(/^[0-9a-f]{64}$/);
    expect(ec2.DockerName).toMatch(/^ecs-shop-7-logrouter-[0-9a-f]{20}$/);
    const fargate = byName(shapes.fargate, "log_router");
    expect(fargate.DockerId).toMatch(/^[0-9a-f]{32}-\d{10}$/);
    expect(fargate.DockerName).toBe("log_router");
  });

  test("limits: the ECS agent writes 2 and 0 for none, Fargate leaves memory out", () => {
    expect(byName(shapes["ec2-bridge"], "log_router").Limits).toEqual({ CPU: 2, Memory: 0 });
    expect(byName(shapes.fargate, "log_router").Limits).toEqual({ CPU: 2 });
    expect(byName(shapes.fargate, "web").Limits).toEqual({ CPU: 128, Memory: 256 });
  });

  test("an ended one keeps its times and its code; only pulled it has no id", () => {
    const ended = byName(shapes["ec2-bridge"], "init");
    expect(ended).toMatchObject({ KnownStatus: "STOPPED", ExitCode: 3, FinishedAt: "2026-01-05T12:00:00.5Z" });
    expect(ended.DesiredStatus).toBe("RUNNING");
    expect(ended.Networks).toEqual([{ NetworkMode: "bridge", IPv4Addresses: [""] }]);
    expect(byName(shapes["ec2-bridge"], "web")).not.toHaveProperty("ExitCode");
    const pulled = byName(shapes["ec2-bridge"], "late");
    expect(pulled).toMatchObject({ DockerId: "", KnownStatus: "PULLED" });
    expect(pulled).not.toHaveProperty("ContainerARN");
    expect(pulled).not.toHaveProperty("StartedAt");
  });

  test("Fargate creates and starts at once; Docker creates first", () => {
    const fargate = byName(shapes.fargate, "web");
    expect(fargate.CreatedAt).toBe(fargate.StartedAt);
    const ec2 = byName(shapes["ec2-bridge"], "web");
    expect(Date.parse(ec2.CreatedAt)).toBeLessThan(Date.parse(ec2.StartedAt));
  });

  test("a restart is counted only under a restart policy", () => {
    const events: PastEvent[] = [{ kind: "restart", atMs: startedAtMs + 30_000 }];
    expect(byName(shapes.fargate, "log_router", events)).toMatchObject({
      RestartCount: 1,
      StartedAt: "2026-01-05T12:00:30Z",
    });
    expect(byName(shapes.fargate, "log_router").RestartCount).toBe(0);
    expect(byName(shapes.fargate, "web", events)).not.toHaveProperty("RestartCount");
  });

  test("ports: two rows with a dynamic one in bridge mode, the same in awsvpc, none on Fargate or in host mode", () => {
    const [v4, v6] = byName(shapes["ec2-bridge"], "web").Ports;
    expect(v4).toMatchObject({ ContainerPort: 80, Protocol: "tcp", HostIp: "0.0.0.0" });
    expect(v4.HostPort).toBeGreaterThanOrEqual(32_768);
    expect(v6.HostIp).toBe("::");
    expect(byName(shapes["ec2-awsvpc"], "web").Ports).toEqual([{ ContainerPort: 80, Protocol: "tcp", HostPort: 80 }]);
    expect(byName(shapes.fargate, "web")).not.toHaveProperty("Ports");
    expect(byName(shapes["ec2-host"], "web")).not.toHaveProperty("Ports");
  });

  test("awsvpc on EC2 has a pause container first, at rest in a status of its own", () => {
    const [pause] = taskOf(shapes["ec2-awsvpc"]).Containers;
    expect(pause).toMatchObject({
      Name: "~internal~ecs~pause",
      Type: "CNI_PAUSE",
      ImageID: "",
      KnownStatus: "RESOURCES_PROVISIONED",
      DesiredStatus: "RESOURCES_PROVISIONED",
      Limits: { CPU: 2, Memory: 0 },
    });
    expect(taskOf(shapes.fargate).Containers[0].Type).toBe("NORMAL");
  });

  test("addresses by IP family; an IPv6-only task has no list of IPv4 at all", () => {
    const network = (addresses: Shape["addresses"]) => byName({ ...shapes.fargate, addresses }, "web").Networks[0];
    expect(Object.keys(network("dual-stack"))).toEqual(
      expect.arrayContaining(["IPv4Addresses", "IPv6Addresses", "IPv4SubnetCIDRBlock", "IPv6SubnetCIDRBlock"]),
    );
    expect(network("ipv4")).not.toHaveProperty("IPv6Addresses");
    expect(network("ipv6")).not.toHaveProperty("IPv4Addresses");
    expect(network("ipv6")).toHaveProperty("SubnetGatewayIpv6Address");
    expect(byName(shapes["ec2-host"], "web").Networks).toEqual([{ NetworkMode: "host", IPv4Addresses: [""] }]);
  });

  test("health is told only of a container that has a check, and not when nothing is known", () => {
    expect(byName(shapes.fargate, "web").Health).toEqual({ status: "HEALTHY", statusSince: "2026-01-05T12:00:10Z" });
    expect(byName(shapes.fargate, "log_router")).not.toHaveProperty("Health");
    const unknown: TaskPlan = { ...plan, containers: [{ name: "web", health: "UNKNOWN" }] };
    expect(taskOf(shapes.fargate, [], unknown).Containers[0].Health).not.toHaveProperty("status");
  });

  test("one container alone is the same as in its task", () => {
    const moment = momentOf(shapes.fargate);
    const [web] = moment.containers;
    expect(web && JSON.parse(jsonText(containerV4(moment, web)))).toEqual(taskOf(shapes.fargate).Containers[0]);
  });
});
