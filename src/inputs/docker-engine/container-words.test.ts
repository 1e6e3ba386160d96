import { expect, test } from "vitest";
import { containerStatuses } from "../../catalogue/families/container.ts";
import { containerType, healthWord, statusWord } from "./container-words.ts";

test.each([
  ["created", "CREATED"],
  ["running", "RUNNING"],
  ["paused", "PAUSED"],
  ["restarting", "RESTARTING"],
  ["removing", "STOPPED"],
  ["exited", "STOPPED"],
  ["dead", "STOPPED"],
])("state %s is %s, a word of the catalogue", (state, word) => {
  expect(statusWord(state)).toBe(word);
  expect(containerStatuses).toContain(word);
});

test.each([
  ["healthy", "HEALTHY"],
  ["unhealthy", "UNHEALTHY"],
  ["starting", "STARTING"],
  ["odd", "UNKNOWN"],
  ["none", undefined],
  [undefined, undefined],
])("health %s is %s", (health, word) => {
  expect(healthWord(health)).toBe(word);
});

test.each([
  ["app", "NORMAL"],
  ["~internal~ecs~pause", "CNI_PAUSE"],
  ["~internal~ecs~pause-app", "CNI_PAUSE"],
  ["~internal~ecs~pause~namespace", "NAMESPACE_PAUSE"],
  ["~internal~ecs-emptyvolume-source", "EMPTY_HOST_VOLUME"],
  ["my~internal~ecs~pause", "NORMAL"],
])("container %s is %s", (name, type) => {
  expect(containerType(name)).toBe(type);
});
