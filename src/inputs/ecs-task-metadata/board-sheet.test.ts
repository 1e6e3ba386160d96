import { describe, expect, it } from "vitest";
import { parseTask } from "../../formats/task-metadata/task-document.ts";
import { boardSheet } from "./board-sheet.ts";

const taskOf = (containers: readonly object[], more: object = {}) => {
  const document = { TaskARN: "arn:aws:ecs:eu-west-1:1:task/shop/aa", Family: "web", Containers: containers, ...more };
  const parsed = parseTask(document, { launchType: undefined, networkMode: undefined });
  if (parsed === undefined) throw new Error("no task");
  return parsed;
};

const bridge = [{ NetworkMode: "bridge", IPv4Addresses: ["172.17.0.4"] }];
const own = [{ NetworkMode: "awsvpc", IPv4Addresses: ["10.0.2.61"], IPv6Addresses: ["2001:db8::61"] }];

describe("what a task's documents put on the board", () => {
  it("is what runs, with its labels, ports of both families and addresses", () => {
    const task = taskOf([
      {
        DockerId: "c1",
        Name: "app",
        KnownStatus: "RUNNING",
        CreatedAt: "2026-03-01T10:00:00.25Z",
        Labels: { "taskvitals.metrics": "prometheus" },
        Networks: bridge,
        Ports: [
          { ContainerPort: 8080, HostPort: 32768, Protocol: "tcp", HostIp: "0.0.0.0" },
          { ContainerPort: 8080, HostPort: 32770, Protocol: "tcp", HostIp: "::" },
        ],
      },
      { DockerId: "c2", Name: "job", KnownStatus: "STOPPED", Networks: bridge },
      { DockerId: "c3", Name: "~internal~ecs~pause", KnownStatus: "RESOURCES_PROVISIONED", Networks: bridge },
    ]);
    const sheet = boardSheet([task], "task", 5);
    expect(sheet).toMatchObject({ vantage: "task", asOfMs: 5 });
    expect(sheet.containers.map(({ container }) => container.id)).toEqual(["c1", "c3"]);
    expect(sheet.containers[0]).toMatchObject({
      container: { name: "app", labels: { "taskvitals.metrics": "prometheus" } },
      task: { family: "web" },
      createdMs: Date.UTC(2026, 2, 1, 10, 0, 0, 250),
      networkMode: "bridge",
      addresses: ["172.17.0.4"],
      ports: [
        { containerPort: 8080, hostPort: 32768, hostIp: "0.0.0.0", protocol: "tcp" },
        { containerPort: 8080, hostPort: 32770, hostIp: "::", protocol: "tcp" },
      ],
    });
  });

  it("has the task's own addresses for every container of a task with an interface of its own", () => {
    const task = taskOf([
      { DockerId: "p", Name: "~internal~ecs~pause", KnownStatus: "RESOURCES_PROVISIONED", Networks: own },
      { DockerId: "c1", Name: "app", KnownStatus: "RUNNING", Networks: [{ NetworkMode: "awsvpc" }] },
    ]);
    expect(
      boardSheet([task], "machine", 0).containers.map(({ networkMode, addresses }) => [networkMode, addresses]),
    ).toEqual([
      ["awsvpc", ["10.0.2.61", "2001:db8::61"]],
      ["awsvpc", ["10.0.2.61", "2001:db8::61"]],
    ]);
  });
});
