import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dividesNetwork, introspectionAddresses, parseEcsAgent, parseTaskStates } from "./agent.ts";

describe("the agent", () => {
  test("tells its cluster, its instance and its version", () => {
    const arn = "arn:aws:ecs:eu-west-1:123456789012:container-instance/shop/0123";
    const answer = { Cluster: "shop", ContainerInstanceArn: arn, Version: "Amazon ECS Agent - v1.105.1 (6e0e5f9c)" };
    expect(parseEcsAgent(answer)).toEqual({ cluster: "shop", containerInstanceArn: arn, version: "1.105.1" });
  });

  test("before it is registered, and where it hides its version", () => {
    expect(parseEcsAgent({ Cluster: "shop", ContainerInstanceArn: null })).toEqual({
      cluster: "shop",
      containerInstanceArn: undefined,
      version: undefined,
    });
  });

  test.each([null, [], "x", {}, { AvailableCommands: ["/v1/metadata"] }])("is not %j", (raw) => {
    expect(parseEcsAgent(raw)).toBeUndefined();
  });
});

test.each([
  ["1.42.0", false],
  ["1.43.0", true],
  ["1.99.2", true],
  ["1.100.0", false],
  ["2.50.0", false],
  [undefined, false],
])("%s divides the network: %s", (version, divides) => {
  expect(dividesNetwork(version)).toBe(divides);
});

test("states of tasks by their ARN", () => {
  const tasks = [
    { Arn: "a", KnownStatus: "RUNNING", DesiredStatus: "STOPPED" },
    { Arn: "b", KnownStatus: 3 },
    { Family: "c" },
  ];
  expect(Object.fromEntries(parseTaskStates({ Tasks: tasks }) ?? [])).toEqual({
    a: { known: "RUNNING", desired: "STOPPED" },
    b: { known: undefined, desired: undefined },
  });
  expect(parseTaskStates({})).toBeUndefined();
});

test("the gateway is asked in Docker's own bridge alone", () => {
  const route = (gateway: string): string =>
    `Iface\tDestination\tGateway \tFlags\neth0\t00000000\t${gateway}\t0003\neth0\t000011AC\t00000000\t0001\n`;
  expect(introspectionAddresses(route("010011AC"))).toEqual(["http://127.0.0.1:51678", "http://172.17.0.1:51678"]);
  expect(introspectionAddresses(route("0101A8C0"))).toEqual(["http://127.0.0.1:51678"]);
  expect(introspectionAddresses(undefined)).toEqual(["http://127.0.0.1:51678"]);
});

test("nothing throws", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (raw, text) => {
      parseEcsAgent(raw);
      parseTaskStates(raw);
      dividesNetwork(text);
      introspectionAddresses(text);
    }),
  );
});
