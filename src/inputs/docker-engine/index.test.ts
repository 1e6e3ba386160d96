import { expect, test } from "vitest";
import { configSchema } from "./config.ts";
import { dockerEngine } from "./index.ts";

test("is on where the socket is, and where it is told of an engine", () => {
  const place = { form: "daemon", reasons: [] } as const;
  const config = configSchema.parse({});
  expect(dockerEngine.detect({ ...place, dockerSocket: "/var/run/docker.sock" }, config)).toMatchObject({ on: true });
  expect(dockerEngine.detect(place, config)).toMatchObject({ on: false });
  expect(dockerEngine.detect(place, { ...config, host: "tcp://127.0.0.1:2375" })).toMatchObject({ on: true });
});

test("needs no configuration", () => {
  expect(configSchema.parse({})).toEqual({
    containers: "all",
    labels: [],
    hostFiles: "auto",
    taskMetadata: "auto",
    introspection: "auto",
    connections: false,
    timeoutMs: 3000,
    statsConcurrency: 8,
    batchConcurrency: 24,
    inspectConcurrency: 8,
    inspectBudgetMs: 2000,
    maxBodyBytes: 8 * 1024 * 1024,
  });
});

test.each(["https://host:2376", "ssh://host", "docker.sock"])("refuses the address %s with what is allowed", (host) => {
  expect(configSchema.safeParse({ host }).error?.issues[0]?.message).toMatch("tcp://host:port");
});

test("every option is described", () => {
  for (const [name, option] of Object.entries(configSchema.shape)) {
    expect(option.meta()?.description, name).toMatch(/\w+ \w+/);
  }
});
