import { describe, expect, test } from "vitest";
import type { ListedContainer } from "./listing.ts";
import { openFind, ownsNetwork, taskNetworkMode } from "./network-mode.ts";

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
  return { mode: taskNetworkMode(members, find), own: members.map((member) => ownsNetwork(member, find)) };
};

describe("a task", () => {
  test.each([
    ["bridge", "bridge", true],
    ["default", "bridge", true],
    ["host", "host", false],
    ["none", "none", false],
    ["nat", "nat", true],
    [undefined, undefined, false],
  ])("in %s", (networkMode, mode, own) => {
    expect(look(container("a", networkMode, "app"))).toEqual({ mode, own: [own] });
  });

  test("in awsvpc", () => {
    const pause = container("p", "none", "~internal~ecs~pause");
    expect(look(container("a", "container:p", "app"), pause)).toEqual({ mode: "awsvpc", own: [false, false] });
  });

  test("in bridge with Service Connect: the counters are the app's, once", () => {
    const pause = container("p", "bridge", "~internal~ecs~pause-app");
    expect(look(container("a", "container:p", "app"), pause)).toEqual({ mode: "bridge", own: [true, false] });
  });

  test("in host mode with a namespace pause", () => {
    const pause = container("p", "none", "~internal~ecs~pause~namespace");
    expect(look(pause, container("a", "host", "app"))).toEqual({ mode: "host", own: [false, false] });
  });

  test("whose pause container is not listed", () => {
    expect(look(container("a", "container:p", "app"))).toEqual({ mode: undefined, own: [false] });
  });
});

test("what shares another container's network shows that one's counters, by id or name", () => {
  const owner = container("o", "my-network");
  expect(look(owner, container("a", "container:o"), container("b", "container:name-o")).own).toEqual([
    true,
    false,
    false,
  ]);
});
