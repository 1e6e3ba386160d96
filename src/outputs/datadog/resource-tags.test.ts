import { describe, expect, it } from "vitest";
import { datadogDialects } from "../../catalogue/names/datadog-dialects.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import { containerResource, imageResource, selfResource, taskResource } from "../../model/resource.ts";
import { datadogConfig } from "./config.ts";
import { openResourceTags } from "./resource-tags.ts";

const task: TaskIdentity = {
  arn: "arn:aws-cn:ecs:cn-north-1:111122223333:task/shop/0f1e",
  id: "0f1e",
  cluster: "shop",
  clusterArn: "arn:aws-cn:ecs:cn-north-1:111122223333:cluster/shop",
  family: "Web",
  revision: "7",
  service: "Web-Service",
  launchType: "FARGATE",
  availabilityZone: "cn-north-1a",
  region: "cn-north-1",
  account: "111122223333",
};

const container: ContainerIdentity = {
  id: "0f1e-111",
  name: "web",
  dockerName: "ecs-web-7-web-aabb",
  image: "example.com:5000/shop/web:2.4",
  imageId: "sha256:00ff",
};

/** Its answers as lists. */
const openTags = (config: Readonly<Record<string, unknown>> = {}, keepTask = true) => {
  const tags = openResourceTags(datadogConfig.parse(config), keepTask);
  return {
    of: (...of: Parameters<typeof tags.of>) => tags.of(...of).split(","),
    everywhere: tags.everywhere.split(","),
  };
};

const fargate = datadogDialects["ecs.fargate"];
const { docker, container: generic } = datadogDialects;

const low = [
  "task_name:web",
  "task_family:web",
  "task_version:7",
  "ecs_service:web-service",
  "cluster_name:shop",
  "ecs_cluster_name:shop",
  "cluster_arn:arn:aws-cn:ecs:cn-north-1:111122223333:cluster/shop",
  "aws_account:111122223333",
  "region:cn-north-1",
  "availability-zone:cn-north-1a",
  "availability_zone:cn-north-1a",
  "docker_image:example.com:5000/shop/web:2.4",
  "image_name:example.com:5000/shop/web",
  "short_image:web",
  "image_tag:2.4",
  "image_id:sha256:00ff",
  "ecs_container_name:web",
];
const taskArn = "task_arn:arn:aws-cn:ecs:cn-north-1:111122223333:task/shop/0f1e";
const orchestrator = [taskArn, "task_definition_arn:arn:aws-cn:ecs:cn-north-1:111122223333:task-definition/web:7"];
const high = ["container_name:ecs-web-7-web-aabb", "container_id:0f1e-111"];

describe("tags of a container", () => {
  const resource = containerResource(container, task);

  it("are those of the cardinality and of the lower ones", () => {
    const of = (cardinality: string, keepTask: boolean) =>
      openTags({ cardinality }, keepTask).of(docker, resource).toSorted();
    expect(of("high", true)).toEqual([...low, ...orchestrator, ...high, "runtime:docker"].toSorted());
    expect(of("orchestrator", false)).toEqual([...low, ...orchestrator, "runtime:docker"].toSorted());
    expect(of("low", false)).toEqual([...low, "runtime:docker"].toSorted());
  });

  it("keep the task where nothing else tells two agents' series apart", () => {
    expect(openTags({ cardinality: "low" }, true).of(docker, resource)).toContain(taskArn);
  });

  it("have the names of the dialect's original too", () => {
    expect(openTags().of(fargate, resource)).toEqual(
      expect.arrayContaining([
        "ecs_cluster:shop",
        "ecs_task_family:web",
        "ecs_task_version:7",
        "docker_name:ecs-web-7-web-aabb",
      ]),
    );
    expect(openTags().of(generic, resource)).toContain("runtime:ecsfargate");
    expect(openTags().of(generic, containerResource(container))).toContain("runtime:docker");
  });

  it("leave out what is not known", () => {
    const bare: TaskIdentity = { arn: "x", id: "x", cluster: "", family: "", revision: "" };
    expect(openTags().of(docker, containerResource({ id: "i", name: "n" }, bare))).toEqual([
      "task_arn:x",
      "container_name:n",
      "container_id:i",
      "ecs_container_name:n",
      "runtime:docker",
    ]);
  });

  it("without a task have no name of a task definition", () => {
    const tags = openTags().of(docker, containerResource({ id: "i", name: "mirror" }));
    expect(tags).toEqual(["container_name:mirror", "container_id:i", "runtime:docker"]);
  });
});

describe("tags on everything", () => {
  const resource = containerResource(container, task);

  it("are DD_TAGS, separated by commas or spaces, and DD_ENV, DD_SERVICE and DD_VERSION, which win over them", () => {
    const { everywhere } = openTags({
      tags: ["Team:Shop cost:42", "env:from-tags"],
      env: "prod",
      service: "store",
      version: "1.2",
    });
    expect(everywhere).toEqual(["team:shop", "cost:42", "env:prod", "service:store", "version:1.2"]);
  });

  it("yield to the container's own labels", () => {
    const labels = { "com.datadoghq.tags.env": "stage", "com.datadoghq.tags.service": "web" };
    const tags = openTags({ env: "prod", service: "store", tags: ["service:x", "a:b"] });
    const own = tags.of(docker, containerResource({ ...container, labels }, task));
    expect(own.filter((tag) => /^(env|service|a):/.test(tag))).toEqual(["a:b", "env:stage", "service:web"]);
    expect(tags.of(docker, resource)).toEqual(expect.arrayContaining(["env:prod", "service:store"]));
  });

  it("are on tasks, images and the agent too", () => {
    const tags = openTags({ env: "prod" });
    for (const one of [taskResource(task), imageResource("nginx"), selfResource]) {
      expect(tags.of(docker, one), one.scope).toContain("env:prod");
    }
    expect(tags.of(docker, imageResource("nginx"))).toEqual([
      "env:prod",
      "docker_image:nginx",
      "image_name:nginx",
      "short_image:nginx",
      "image_tag:latest",
    ]);
  });
});

describe("tags from labels", () => {
  const tagsWith = (labels: Readonly<Record<string, string>>, labelsAsTags: readonly string[]) =>
    openTags({ labelsAsTags }).of(docker, containerResource({ ...container, labels }));

  it("are those that were asked for, under the label's name or another", () => {
    const labels = { "com.example.team": "Shop", stage: "blue", other: "x" };
    const tags = tagsWith(labels, ["com.example.team=team", "stage", "absent"]);
    expect(tags).toEqual(expect.arrayContaining(["team:shop", "stage:blue"]));
    expect(tags.some((tag) => tag.startsWith("other") || tag.startsWith("absent"))).toBe(false);
  });

  it("include the list in com.datadoghq.ad.tags, and survive what is none", () => {
    expect(tagsWith({ "com.datadoghq.ad.tags": '["a:b", 5, "c"]' }, [])).toEqual(expect.arrayContaining(["a:b", "c"]));
    for (const text of ["{", "5", '{"a":1}', ""]) {
      expect(tagsWith({ "com.datadoghq.ad.tags": text }, [])).toContain("container_id:0f1e-111");
    }
  });

  it("include the ECS tags of a task that were read", () => {
    expect(openTags().of(docker, taskResource({ ...task, tags: { "Cost Centre": "42" } }))).toContain("cost_centre:42");
  });
});
