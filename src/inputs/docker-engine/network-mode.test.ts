import { describe, expect, test } from "vitest";
import type { ListedContainer } from "./listing.ts";
import { networkRole, openFind, taskNetworkMode } from "./network-mode.ts";

const container = (id: string, networkMode: string | undefined, ecsName?: string): ListedContainer => ({
  id,
  dockerName: `name-${id}`,
  image: undefined,
  imageId: undefined,
  createdAtMs: undefined,
  state: "running",
  labels: ecsName === undefined ? {} : { "com.amazonaws.ecs.container-name": ecsName },
  ports: [],
  addresses: [],
  networkMode,
  health: undefined,
});

const look = (...members: readonly ListedContainer[]) => {
  const find = openFind(members);
  return { mode: taskNetworkMode(members, find), roles: members.map((member) => networkRole(member, find)) };
};

describe("a task", () => {
  test.each([
    ["bridge", "bridge", "own"],
    ["default", "bridge", "own"],
    ["host", "host", "none"],
    ["none", "none", "none"],
    ["nat", "nat", "own"],
    [undefined, undefined, "none"],
  ])("in %s", (networkMode, mode, role) => {
    expect(look(container("a", networkMode, "app"))).toEqual({ mode, roles: [role] });
  });

  test("in awsvpc", () => {
    const pause = container("p", "none", "~internal~ecs~pause");
    expect(look(container("a", "container:p", "app"), pause)).toEqual({ mode: "awsvpc", roles: ["none", "task"] });
  });

  test("in bridge with Service Connect: the counters are the app's, once", () => {
    const pause = container("p", "bridge", "~internal~ecs~pause-app");
    expect(look(container("a", "container:p", "app"), pause)).toEqual({ mode: "bridge", roles: ["own", "none"] });
  });

  test("in host mode with a namespace pause", () => {
    const pause = container("p", "none", "~internal~ecs~pause~namespace");
    expect(look(pause, container("a", "host", "app"))).toEqual({ mode: "host", roles: ["none", "none"] });
  });

  test("whose pause container is not listed", () => {
    expect(look(container("a", "container:p", "app"))).toEqual({ mode: undefined, roles: ["none"] });
  });
});

test("what shares another container's network shows that one's counters, by id or name", () => {
  const owner = container("o", "my-network");
  expect(look(owner, container("a", "container:o"), container("b", "container:name-o")).roles).toEqual([
    "own",
    "none",
    "none",
  ]);
});
