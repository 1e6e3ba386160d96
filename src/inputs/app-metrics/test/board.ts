import type { TaskIdentity } from "../../../model/identity.ts";
import type { BoardContainer, BoardPort, BoardSheet } from "../../../ports/container-board.ts";

export const task = (more: Partial<TaskIdentity> = {}): TaskIdentity => ({
  arn: "arn:aws:ecs:eu-west-1:111122223333:task/shop/aa",
  id: "aa",
  cluster: "shop",
  family: "web",
  revision: "7",
  networkMode: "bridge",
  ...more,
});

export const port = (containerPort: number, hostPort?: number, hostIp?: string, protocol = "tcp"): BoardPort => ({
  containerPort,
  protocol,
  hostPort,
  hostIp,
});

/** A container in bridge mode, published over both IP families at different ports, unless said otherwise. */
export const container = (
  id: string,
  labels: Readonly<Record<string, string>> = {},
  more: Partial<BoardContainer> = {},
): BoardContainer => ({
  container: { id, name: "app", dockerName: `docker-${id}`, labels },
  task: task(),
  createdMs: undefined,
  networkMode: "default",
  ports: [port(8080, 32768, "0.0.0.0"), port(8080, 32770, "::")],
  addresses: ["172.17.0.2"],
  ...more,
});

export const sheet = (...containers: readonly BoardContainer[]): BoardSheet => ({
  vantage: "machine",
  containers,
  asOfMs: 1000,
});
