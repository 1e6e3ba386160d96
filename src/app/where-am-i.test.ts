import { describe, expect, it } from "vitest";
import type { Place } from "../model/place.ts";
import type { Files } from "../ports/files.ts";
import { dockerSocketPath, placeOf, whereAmI } from "./where-am-i.ts";

const v4 = "http://169.254.170.2/v4/6d1f2c";
const v3 = "http://169.254.170.2/v3/6d1f2c";
const V4 = { ECS_CONTAINER_METADATA_URI_V4: v4 };
const V3 = { ECS_CONTAINER_METADATA_URI: v3 };
const from4: Place["metadata"] = { version: "v4", url: v4, from: "ECS_CONTAINER_METADATA_URI_V4" };
const from3: Place["metadata"] = { version: "v3", url: v3, from: "ECS_CONTAINER_METADATA_URI" };
const v2Marker: Place["metadata"] = { version: "v2", url: "http://169.254.170.2/v2", from: "AWS_EXECUTION_ENV" };
const socket = "/var/run/docker.sock";

interface Row {
  readonly what: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly docker?: boolean;
  readonly form: Place["form"];
  readonly metadata?: Place["metadata"] | undefined;
  readonly launchType?: string | undefined;
  /** A part of one of the reasons. */
  readonly because?: string;
}

const garbage = { ECS_CONTAINER_METADATA_URI_V4: "ftp://a/v4", ECS_CONTAINER_METADATA_URI: "::" };

const endpoints: readonly Pick<Row, "what" | "environment" | "metadata">[] = [
  { what: "v4 only", environment: V4, metadata: from4 },
  { what: "v4 and v3", environment: { ...V4, ...V3 }, metadata: from4 },
  { what: "v3 only", environment: V3, metadata: from3 },
  { what: "no endpoint", environment: {} },
  { what: "empty variables", environment: { ECS_CONTAINER_METADATA_URI_V4: "", ECS_CONTAINER_METADATA_URI: " " } },
  {
    what: "garbage in v4, v3 good",
    environment: { ECS_CONTAINER_METADATA_URI_V4: "169.254.170.2/v4", ...V3 },
    metadata: from3,
  },
  { what: "garbage in both", environment: garbage },
];

const launches = [
  { name: undefined, onEcs: false },
  { name: "", onEcs: false },
  { name: "AWS_ECS_FARGATE", onEcs: true, launchType: "FARGATE", metadata: v2Marker },
  { name: "AWS_ECS_EC2", onEcs: true, launchType: "EC2" },
  { name: "AWS_ECS_MANAGED_INSTANCES", onEcs: true, launchType: "MANAGED_INSTANCES" },
  { name: "AWS_ECS_SOMETHING_NEW", onEcs: true },
  { name: "AWS_Lambda_nodejs22.x", onEcs: false },
];

/** Every endpoint setting with every launch marker, with and without a Docker socket: 98 rows. */
const combinations: readonly Row[] = endpoints.flatMap((endpoint) =>
  launches.flatMap((launch) => {
    const metadata = endpoint.metadata ?? launch.metadata;
    const onEcs = metadata !== undefined || launch.onEcs;
    const row = {
      what: `${endpoint.what}, AWS_EXECUTION_ENV ${launch.name}`,
      environment: { ...endpoint.environment, AWS_EXECUTION_ENV: launch.name },
      metadata,
      launchType: launch.launchType,
    };
    return [
      { ...row, form: onEcs ? ("sidecar" as const) : ("standalone" as const) },
      { ...row, what: `${row.what}, with a socket`, docker: true, form: "daemon" as const },
    ];
  }),
);

/** The same, said by hand, for the places that people really run it at. */
const places: readonly Row[] = [
  {
    what: "Fargate 1.4",
    environment: { ...V4, ...V3, AWS_EXECUTION_ENV: "AWS_ECS_FARGATE" },
    form: "sidecar",
    metadata: { version: "v4", url: v4, from: "ECS_CONTAINER_METADATA_URI_V4" },
    launchType: "FARGATE",
    because: "a sidecar of this task",
  },
  {
    what: "Fargate 1.3",
    environment: { ...V3, AWS_EXECUTION_ENV: "AWS_ECS_FARGATE" },
    form: "sidecar",
    metadata: { version: "v3", url: v3, from: "ECS_CONTAINER_METADATA_URI" },
    launchType: "FARGATE",
  },
  {
    what: "Fargate 1.0, which names no address",
    environment: { AWS_EXECUTION_ENV: "AWS_ECS_FARGATE" },
    form: "sidecar",
    metadata: { version: "v2", url: "http://169.254.170.2/v2", from: "AWS_EXECUTION_ENV" },
    launchType: "FARGATE",
    because: "the v2 endpoint is tried",
  },
  {
    what: "a sidecar on EC2",
    environment: { ...V4, ...V3, AWS_EXECUTION_ENV: "AWS_ECS_EC2" },
    form: "sidecar",
    metadata: { version: "v4", url: v4, from: "ECS_CONTAINER_METADATA_URI_V4" },
    launchType: "EC2",
    because: "ECS Anywhere says the same",
  },
  {
    what: "a daemon on EC2",
    environment: { ...V4, ...V3, AWS_EXECUTION_ENV: "AWS_ECS_EC2" },
    docker: true,
    form: "daemon",
    metadata: { version: "v4", url: v4, from: "ECS_CONTAINER_METADATA_URI_V4" },
    launchType: "EC2",
    because: "a daemon of this instance",
  },
  {
    what: "a task of Managed Instances",
    environment: { ...V4, AWS_EXECUTION_ENV: "AWS_ECS_MANAGED_INSTANCES" },
    form: "sidecar",
    metadata: { version: "v4", url: v4, from: "ECS_CONTAINER_METADATA_URI_V4" },
    launchType: "MANAGED_INSTANCES",
  },
  {
    what: "an old EC2 agent that names no endpoint",
    environment: { AWS_EXECUTION_ENV: "AWS_ECS_EC2" },
    form: "sidecar",
    launchType: "EC2",
  },
  {
    what: "ECS by its agent's address alone",
    environment: { ECS_AGENT_URI: "http://169.254.170.2/api/x" },
    form: "sidecar",
  },
  { what: "ECS by its file alone", environment: { ECS_CONTAINER_METADATA_FILE: "/opt/ecs/m.json" }, form: "sidecar" },
  { what: "a laptop", environment: {}, form: "standalone", because: "Neither ECS nor a Docker Engine" },
  { what: "a laptop with Docker", environment: {}, docker: true, form: "daemon", because: "this Docker host" },
  {
    what: "an address of one's own, with a slash too many",
    environment: { ECS_CONTAINER_METADATA_URI_V4: "http://127.0.0.1:51000/v4/abc//" },
    form: "sidecar",
    metadata: { version: "v4", url: "http://127.0.0.1:51000/v4/abc", from: "ECS_CONTAINER_METADATA_URI_V4" },
  },
  {
    what: "an address with a password",
    environment: { ECS_CONTAINER_METADATA_URI_V4: "http://user:secret@host/v4" },
    form: "standalone",
    because: "is no http address, and is ignored",
  },
  {
    what: "a launch type of the future",
    environment: { ...V4, AWS_EXECUTION_ENV: "AWS_ECS_MOON" },
    form: "sidecar",
    metadata: { version: "v4", url: v4, from: "ECS_CONTAINER_METADATA_URI_V4" },
    because: "a launch type that is not known",
  },
];

describe("where the agent is", () => {
  it("covers every combination", () => {
    expect(combinations).toHaveLength(98);
  });

  it.each([...combinations, ...places])("$what", ({ environment, docker, form, metadata, launchType, because }) => {
    const place = placeOf({ environment, dockerSocketExists: docker === true });
    expect(place.form).toBe(form);
    expect(place.metadata).toEqual(metadata);
    expect(place.launchType).toBe(launchType);
    expect(place.dockerSocket).toBe(docker ? socket : undefined);
    expect(place.reasons.length).toBeGreaterThan(0);
    if (because !== undefined) expect(place.reasons.join("\n")).toContain(because);
  });

  it("says which garbage it ignores, and cuts it short", () => {
    const { reasons } = placeOf({
      environment: { ECS_CONTAINER_METADATA_URI_V4: "x".repeat(500), ECS_CONTAINER_METADATA_URI: "gopher://a" },
      dockerSocketExists: false,
    });
    expect(reasons[0]).toMatch(/^ECS_CONTAINER_METADATA_URI_V4 is "x{80}\.\.\.", which is no http address/);
    expect(reasons[1]).toMatch(/^ECS_CONTAINER_METADATA_URI is "gopher:\/\/a"/);
  });

  it("does what the configuration says about the form, and still finds the rest", () => {
    const place = placeOf({ environment: V4, dockerSocketExists: false, form: "managed-daemon" });
    expect(place).toMatchObject({ form: "managed-daemon", metadata: { url: v4 } });
    expect(place.reasons).toContain("The configuration says: managed-daemon.");
  });
});

describe("the Docker Engine's socket", () => {
  it.each([
    [{}, socket],
    [{ DOCKER_HOST: "" }, socket],
    [{ DOCKER_HOST: "unix:///run/user/1000/docker.sock" }, "/run/user/1000/docker.sock"],
    [{ DOCKER_HOST: "tcp://127.0.0.1:2375" }, undefined],
    [{ DOCKER_HOST: "unix://relative.sock" }, undefined],
    [{ DOCKER_HOST: "nonsense" }, undefined],
  ])("is with %j at %s", (environment, path) => {
    expect(dockerSocketPath(environment)).toBe(path);
    const place = placeOf({ environment, dockerSocketExists: true });
    expect(place.dockerSocket).toBe(path);
    expect(place.form).toBe(path === undefined ? "standalone" : "daemon");
  });

  it("is missed only when DOCKER_HOST promised it", () => {
    const place = placeOf({ environment: { DOCKER_HOST: "unix:///nowhere.sock" }, dockerSocketExists: false });
    expect(place.reasons).toContain("DOCKER_HOST names /nowhere.sock, where no socket is.");
  });

  it("is looked for where DOCKER_HOST says", async () => {
    const asked: string[] = [];
    const none = async () => ({ ok: false, reason: "not-found", detail: "" }) as const;
    const files: Files = {
      readText: none,
      list: async () => [],
      fileSystem: none,
      isSocket: async (path) => {
        asked.push(path);
        return path === "/run/d.sock";
      },
    };
    const place = await whereAmI({ environment: { DOCKER_HOST: "unix:///run/d.sock" }, files });
    expect(place).toMatchObject({ form: "daemon", dockerSocket: "/run/d.sock" });
    expect((await whereAmI({ environment: { DOCKER_HOST: "tcp://h:1" }, files })).form).toBe("standalone");
    expect(asked).toEqual(["/run/d.sock"]);
  });
});
