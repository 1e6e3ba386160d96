import { describe, expect, it } from "vitest";
import { taskIdentity, taskIdentityFromLabels } from "./task-identity.ts";

const id = "9f1f5c9be3a24bd8b8d8e5e6f0f3f6a1";

describe("a task's identity", () => {
  it("has a short cluster name and the ARN when the source gives an ARN", () => {
    const task = taskIdentity({
      arn: `arn:aws:ecs:eu-west-1:111122223333:task/shop/${id}`,
      cluster: "arn:aws:ecs:eu-west-1:111122223333:cluster/shop",
      family: "web",
      revision: "7",
    });
    expect(task).toEqual({
      arn: `arn:aws:ecs:eu-west-1:111122223333:task/shop/${id}`,
      id,
      cluster: "shop",
      clusterArn: "arn:aws:ecs:eu-west-1:111122223333:cluster/shop",
      family: "web",
      revision: "7",
      region: "eu-west-1",
      account: "111122223333",
    });
  });

  it.each([
    ["aws", "us-east-1"],
    ["aws-cn", "cn-north-1"],
    ["aws-us-gov", "us-gov-west-1"],
    ["aws-iso", "us-iso-east-1"],
  ])("has region and account in partition %s", (partition, region) => {
    const task = taskIdentity({ arn: `arn:${partition}:ecs:${region}:111122223333:task/shop/${id}`, cluster: "shop" });
    expect(task).toMatchObject({ id, region, account: "111122223333", cluster: "shop" });
  });

  it("takes the 36 characters of an old ARN, which has no cluster", () => {
    const old = "0f2a8a4e-5c1c-4b5e-9d3f-2f3b1c1d0e9f";
    const task = taskIdentity({ arn: `arn:aws:ecs:us-west-2:111122223333:task/${old}`, cluster: "default" });
    expect(task).toMatchObject({ id: old, cluster: "default" });
    expect(task).not.toHaveProperty("clusterArn");
  });

  it("finds the cluster in a new ARN when nothing else names it", () => {
    expect(taskIdentity({ arn: `arn:aws:ecs:us-west-2:111122223333:task/shop/${id}` })?.cluster).toBe("shop");
    expect(taskIdentity({ arn: `arn:aws:ecs:us-west-2:111122223333:task/${id}` })?.cluster).toBe("");
  });

  it.each([
    [{ serviceName: "checkout" }, "checkout"],
    [{ serviceName: "checkout", group: "service:other" }, "checkout"],
    [{ group: "service:checkout" }, "checkout"],
    [{ serviceName: "", group: "service:checkout" }, "checkout"],
    [{ group: "family:web" }, undefined],
    [{ group: "daemon:agent" }, undefined],
    [{ group: "service:" }, undefined],
    [{}, undefined],
  ])("takes the service from %j", (raw, service) => {
    const task = taskIdentity({ family: "web", revision: "1", ...raw });
    expect(task?.service).toBe(service);
    if (service === undefined) expect(task).not.toHaveProperty("service");
  });

  it("leaves out what is empty", () => {
    const task = taskIdentity({ arn: "not an arn", cluster: "", family: "web", launchType: "", networkMode: "" });
    expect(task).toEqual({ arn: "not an arn", id: "not an arn", cluster: "", family: "web", revision: "" });
  });

  it("names a task without an ARN by its definition, and gives up without one", () => {
    expect(taskIdentity({ cluster: "shop", family: "web", revision: "3" })?.arn).toBe("shop/web:3");
    expect(taskIdentity({ cluster: "shop", arn: "", family: "" })).toBeUndefined();
  });

  it("reads the labels of the ECS agent, and nothing else", () => {
    const labels = {
      "com.amazonaws.ecs.task-arn": `arn:aws:ecs:eu-west-1:111122223333:task/shop/${id}`,
      "com.amazonaws.ecs.cluster": "shop",
      "com.amazonaws.ecs.container-name": "app",
      "com.amazonaws.ecs.task-definition-family": "web",
      "com.amazonaws.ecs.task-definition-version": "12",
    };
    expect(taskIdentityFromLabels(labels, { launchType: "EC2" })).toMatchObject({
      id,
      cluster: "shop",
      family: "web",
      revision: "12",
      launchType: "EC2",
    });
    expect(taskIdentityFromLabels({ app: "x" })).toBeUndefined();
    expect(taskIdentityFromLabels({ "com.amazonaws.ecs.task-arn": "" })).toBeUndefined();
  });
});
