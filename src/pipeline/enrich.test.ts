import { describe, expect, it } from "vitest";
import { enrich } from "./enrich.ts";
import { collectionOf, containerOf, inWorld, startMs, taskOf } from "./test/world.ts";

describe("enrich", () => {
  it("says what a task and a container are, without what is not known", () => {
    const task = taskOf("one", { launchType: "FARGATE", region: "eu-west-1", vpcId: "" });
    const { drafts } = collectionOf(startMs, (recorder) => {
      recorder.container(containerOf("web", { image: "nginx:1", type: "NORMAL" }), task).record("container.pids", 1);
      recorder.image("nginx:1").record("docker.containers.running", 1);
    });
    enrich(drafts.values(), startMs);
    const world = inWorld(drafts.values());
    expect(
      world.task("one", "task.info", { task_arn: task.arn, launch_type: "FARGATE", region: "eu-west-1" }),
    ).toMatchObject({ value: 1, atMs: startMs });
    const facts = { image: "nginx:1", docker_id: "web", type: "NORMAL" };
    expect(world.container("web", "container.info", facts)).toMatchObject({ value: 1, atMs: startMs });
    expect(drafts.get("container/web")?.points.map(({ metric }) => metric)).toEqual([
      "container.info",
      "container.pids",
    ]);
    expect(drafts.get("image/nginx:1")?.points.map(({ metric }) => metric)).toEqual(["docker.containers.running"]);
  });
});
