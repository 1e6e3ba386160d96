import { expect, test } from "vitest";
import { impossible, type Shape, shapes } from "./shape.ts";

test.each(Object.entries(shapes))("%s is a combination that ECS knows", (_name, shape) => {
  expect(impossible(shape)).toBeUndefined();
});

test.each<[string, Shape]>([
  ["Fargate in bridge mode", { ...shapes.fargate, networkMode: "bridge" }],
  ["ECS Anywhere in awsvpc", { ...shapes.external, networkMode: "awsvpc" }],
  ["Managed Instances with cgroup v1", { ...shapes["managed-instances"], cgroup: 1 }],
  ["Managed Instances in bridge mode", { ...shapes["managed-instances"], networkMode: "bridge" }],
  ["a managed daemon on EC2", { ...shapes["ec2-host"], managedDaemon: true }],
  ["divided counters in bridge mode", { ...shapes["ec2-bridge"], dividesNetwork: true }],
  ["Service Connect's pauses in awsvpc", { ...shapes["ec2-awsvpc"], serviceConnect: true }],
  ["a source that never stops reading", { ...shapes.fargate, refreshMs: 0 }],
])("%s is refused", (_name, shape) => {
  expect(impossible(shape)).toMatch(/\w/);
});
