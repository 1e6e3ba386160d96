import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTags, parseTask, parseTasks } from "./task-document.ts";

const context = { launchType: undefined, networkMode: undefined };

const task = (more: object = {}, container: object = {}) => ({
  Cluster: "arn:aws-cn:ecs:cn-north-1:111122223333:cluster/shop",
  TaskARN: "arn:aws-cn:ecs:cn-north-1:111122223333:task/shop/0123456789abcdef0123456789abcdef",
  Family: "web",
  Revision: "7",
  LaunchType: "EC2",
  Limits: { CPU: 0.25, Memory: 512 },
  Containers: [
    {
      DockerId: "aa",
      Name: "web",
      DockerName: "/ecs-web-7-web-00",
      KnownStatus: "RUNNING",
      Limits: { CPU: 2, Memory: 0 },
      Networks: [{ NetworkMode: "awsvpc", IPv4Addresses: [""] }],
      ...container,
    },
  ],
  ...more,
});

describe("a task document", () => {
  it("has limits in vCPUs and bytes, and a container limit of 0 is none", () => {
    const document = parseTask(task(), context);
    expect(document).toMatchObject({ cpuLimitVcpus: 0.25, memoryLimitBytes: 536_870_912 });
    expect(document?.containers[0]).toMatchObject({ memoryLimitBytes: undefined, cpuUnits: 2 });
    const limited = parseTask(task({}, { Limits: { CPU: 256, Memory: 128 } }), context);
    expect(limited?.containers[0]).toMatchObject({ memoryLimitBytes: 134_217_728, cpuUnits: 256 });
  });

  it("tells who the task is, in every partition", () => {
    expect(parseTask(task({ ServiceName: "front", VPCID: "vpc-1" }), context)?.identity).toEqual({
      arn: "arn:aws-cn:ecs:cn-north-1:111122223333:task/shop/0123456789abcdef0123456789abcdef",
      id: "0123456789abcdef0123456789abcdef",
      cluster: "shop",
      clusterArn: "arn:aws-cn:ecs:cn-north-1:111122223333:cluster/shop",
      family: "web",
      revision: "7",
      service: "front",
      launchType: "EC2",
      networkMode: "awsvpc",
      region: "cn-north-1",
      account: "111122223333",
      vpcId: "vpc-1",
    });
  });

  it.each([
    ["its containers' awsvpc", task(), context, "awsvpc"],
    ["its containers' bridge", task({}, { Networks: [{ NetworkMode: "bridge" }] }), context, "bridge"],
    [
      "nothing, when a container only borrows another's",
      task({}, { Networks: [{ NetworkMode: "container:ab" }] }),
      context,
      undefined,
    ],
    ["Fargate, which has one mode only", task({ LaunchType: "FARGATE" }, { Networks: [] }), context, "awsvpc"],
    [
      "the place, when the document says neither",
      task({ LaunchType: null }, { Networks: null }),
      { launchType: "FARGATE", networkMode: undefined },
      "awsvpc",
    ],
    [
      "v2, which answers awsvpc tasks only",
      task({}, { Networks: [] }),
      { launchType: undefined, networkMode: "awsvpc" },
      "awsvpc",
    ],
    ["nobody", task({}, { Networks: [] }), context, undefined],
  ])("has the network mode of %s", (_who, raw, place, mode) => {
    expect(parseTask(raw, place)?.identity.networkMode).toBe(mode);
  });

  it.each([
    ["~internal~ecs~pause", "CNI_PAUSE"],
    ["~internal~ecs~pause-web", "CNI_PAUSE"],
    ["~internal~ecs~pause~namespace", "NAMESPACE_PAUSE"],
    ["~internal~ecs-emptyvolume-source", "EMPTY_HOST_VOLUME"],
    ["web", undefined],
  ])("knows %s by its name where there is no type", (name, type) => {
    expect(parseTask(task({}, { Name: name }), context)?.containers[0]?.identity.type).toBe(type);
    expect(parseTask(task({}, { Name: name, Type: "NEW" }), context)?.containers[0]?.identity.type).toBe("NEW");
  });

  it("reads the documents of the local emulator, which writes ID for DockerId", () => {
    const emulated = parseTask(task({}, { DockerId: undefined, ID: "bb" }), context);
    expect(emulated?.containers[0]?.identity).toMatchObject({ id: "bb", dockerName: "ecs-web-7-web-00" });
  });

  it("lists a container that is only pulled, without an id", () => {
    const pulled = parseTask(task({}, { DockerId: "", DockerName: "", KnownStatus: "PULLED" }), context);
    expect(pulled?.containers[0]).toMatchObject({ identity: { id: "", name: "web" }, knownStatus: "PULLED" });
  });

  it.each([null, undefined, "V4 task metadata handler: unknown", [], 5, {}, { error: "blocked" }, { Family: "" }])(
    "is none when it is %j",
    (raw) => {
      expect(parseTask(raw, context)).toBeUndefined();
    },
  );

  it("loses no task for the one beside it that is none", () => {
    expect(parseTasks([task(), null, { a: 1 }, task({ Family: "api" })], context)).toMatchObject({
      leftOut: 2,
      tasks: [{ identity: { family: "web" } }, { identity: { family: "api" } }],
    });
    expect(parseTasks(task(), context)).toBeUndefined();
  });

  it("has tags, or the first error that ECS gave instead", () => {
    expect(parseTags({ TaskTags: { team: "shop", empty: "" } })).toEqual({
      tags: { team: "shop", empty: "" },
      error: undefined,
    });
    const Errors = [{ ErrorField: "TaskTags", ErrorCode: "AccessDenied", ErrorMessage: "no", StatusCode: 400 }];
    expect(parseTags({ Errors })).toEqual({ tags: undefined, error: "AccessDenied: no" });
    expect(parseTags({ Errors: [{}] }).error).toBe("");
  });

  it("never throws, whatever comes", () => {
    const keys = [...Object.keys(task()), "Networks", "Ports", "Health", "Volumes", "ClockDrift", "Limits", "Labels"];
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, "", "None", -1, 2 ** 64, "arn:aws:ecs:::", "0001-01-01T00:00:00Z"),
        fc.string(),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys, "Name", "DockerId"), tie("value"), { maxKeys: 6 }),
      ),
    })).value;
    fc.assert(
      fc.property(json, fc.constantFrom(...keys), (value, key) => {
        parseTask(value, context);
        parseTags(value);
        const document = parseTask({ ...task(), [key]: value }, context);
        if (document === undefined) return;
        for (const number of [document.cpuLimitVcpus, document.memoryLimitBytes, document.clockErrorBoundMs]) {
          expect(number ?? 0).toBeGreaterThanOrEqual(0);
        }
        for (const container of document.containers) expect(container.identity.name).not.toBe("");
      }),
      { numRuns: 1000 },
    );
  });
});
