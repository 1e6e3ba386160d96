import { chown, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { mountsFor } from "../../tools/generate/run-on-ec2/definitions.ts";
import { awakeMs } from "../awake-clock.ts";
import { testInHostNetwork } from "./image/host-network.ts";
import { agentImages, buildAgentImages } from "./servers/agent-image.ts";
import { inspect, publishedPort } from "./servers/docker-answers.ts";
import { type DockerEngine, startDockerEngine } from "./servers/docker-engine.ts";
import { importImages } from "./servers/image.ts";
import { feed, run } from "./servers/run.ts";
import { makeScratch, type Scratch } from "./servers/scratch.ts";
import { waitFor } from "./servers/wait.ts";

/** Bytes, unpacked: Node.js is 116 MB of them. */
const sizeAtMost = 130e6;
/** Group of the Docker Engine's socket, as on a host where only it may use the engine. */
const socketGroup = 4242;

/** Empty files of Docker's own in every container. */
const ofDocker = [".dockerenv", "dev/console", "etc/hostname", "etc/hosts", "etc/resolv.conf"];

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let engine: DockerEngine;
let scratch: Scratch;
let files: readonly string[];
let port = 0;

const docker = (...args: string[]): Promise<string> => engine.docker(...args);

/** What docs/run-on-ec2.md says to run the daemon with. */
const hardened = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "256m"];
const mounts = (): string[] =>
  mountsFor("daemon").flatMap(({ source, target, readOnly }) => {
    const from = source === "/var/run/docker.sock" ? engine.socket : source;
    return ["--volume", `${from}:${target}${readOnly ? ":ro" : ""}`];
  });
const asDaemon = (): string[] => [...hardened, ...mounts(), "--user", `65532:${socketGroup}`];

const startAgent = async (name: string, ...options: string[]): Promise<number> => {
  await docker("run", "--detach", "--name", name, "--publish", "9546", ...options, agentImages.own);
  return publishedPort(engine, name, "9546");
};

const get = (from: number, path: string): Promise<string> =>
  engine.inNetwork("busybox", "wget", "-q", "-O", "-", `http://127.0.0.1:${from}${path}`);

/** Every file of the image as tar lists it: rights, owner, path. */
const listFiles = async (image: string): Promise<readonly string[]> => {
  const id = (await docker("create", image)).trim();
  const archive = join(scratch.path, "image.tar");
  await docker("export", "--output", archive, id);
  await docker("rm", id);
  return (await run(["tar", "--list", "--verbose", "--numeric-owner", "--file", archive])).trim().split("\n");
};

const pathsOf = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/^(?:\S+\s+){5}/, "").replace(/ -> .*$/, ""));

beforeAll(async () => {
  engine = stack.use(await startDockerEngine());
  scratch = stack.use(await makeScratch("image-files"));
  await chown(engine.socket, 0, socketGroup);
  await buildAgentImages(engine, { other: true });
  await importImages(engine, "neighbour:1");
  await docker("run", "--detach", "--name", "neighbour", "neighbour:1", "sh", "-c", "while :; do sleep 1; done");
  // Docker looks for the first time whether it is healthy after half a minute.
  port = await startAgent("agent", ...asDaemon(), "--env", "TASKVITALS_INTERVAL_MS=2000");
  files = await listFiles(agentImages.own);
});

describe("what is in it", () => {
  test("stays below its ceiling", async () => {
    const bytes = Number(await inspect(engine, agentImages.own, "{{.Size}}"));
    // biome-ignore lint/suspicious/noConsole: the figure for whoever reads the run
    console.info(`The image: ${(bytes / 1e6).toFixed(1)} MB unpacked`);
    expect(bytes).toBeLessThan(sizeAtMost);
    expect(bytes).toBeGreaterThan(50e6);
  });

  test("no shell, no package manager, no program but Node and the agent", async () => {
    const programs = files.filter((line) => /^-..x/.test(line));
    expect(pathsOf(programs)).toEqual(expect.arrayContaining(["usr/bin/node", "usr/bin/taskvitals"]));
    const others = pathsOf(programs).filter(
      (path) => !/^usr\/(bin\/(node|taskvitals)|lib(64)?\/.+\.so\.\d+)$/.test(path),
    );
    expect(others.filter((path) => !ofDocker.includes(path))).toEqual([]);
    const shell = await feed(
      ["docker", "--host", `unix://${engine.socket}`, "run", "--rm", "--entrypoint", "/bin/sh", agentImages.own],
      "",
    );
    expect(shell.code).toBe(127);
  });

  test("nothing runs with another's rights, and the agent's user owns its state alone", () => {
    expect(files.filter((line) => /^...[sS]|^......[sS]/.test(line))).toEqual([]);
    const owned = files.filter((line) => line.includes(" 65532/65532 "));
    expect(pathsOf(owned)).toEqual(["var/lib/taskvitals/"]);
    const writable = files.filter((line) => /^[-d].......w/.test(line));
    expect(pathsOf(writable)).toEqual(["tmp/"]);
  });

  test("the bill of materials lists what is bundled, Node and Debian's libraries", async () => {
    const id = (await docker("create", agentImages.own)).trim();
    const file = join(scratch.path, "sbom.json");
    await docker("cp", `${id}:/opt/taskvitals/sbom.cdx.json`, file);
    await docker("rm", id);
    const sbom = z
      .object({
        bomFormat: z.literal("CycloneDX"),
        metadata: z.object({ component: z.object({ name: z.literal("taskvitals") }) }),
        components: z.array(z.object({ name: z.string(), version: z.string().min(1), purl: z.string() })),
      })
      .parse(JSON.parse(await readFile(file, "utf8")));
    const named = sbom.components.map(({ name }) => name);
    const manifest = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(resolve(import.meta.dirname, "../../package.json"), "utf8")));
    expect(named).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
    expect(named).toEqual(expect.arrayContaining(["preact", "@preact/signals", "libc6", "libstdc++6"]));
    const recorded = pathsOf(files).flatMap((path) => /^var\/lib\/dpkg\/status\.d\/(.+)$/.exec(path)?.[1] ?? []);
    expect(named).toEqual(expect.arrayContaining(recorded));
    const licensed = new Set(
      pathsOf(files).flatMap((path) => /^opt\/taskvitals\/licences\/(.+)\/[^/]+$/.exec(path)?.[1] ?? []),
    );
    expect([...licensed]).toEqual(expect.arrayContaining(["zod", "yaml", "node", "preact"]));
  });

  test("says what it is, and how it wants to be run", async () => {
    const said = await inspect(engine, agentImages.own, "{{json .Config}}");
    expect(JSON.parse(said)).toMatchObject({
      User: "65532:65532",
      ExposedPorts: { "9546/tcp": {} },
      StopSignal: "SIGTERM",
      Healthcheck: { Test: ["CMD", "/usr/bin/node", "/opt/taskvitals/healthcheck.mjs"] },
      Labels: { "org.opencontainers.image.title": "taskvitals", "org.opencontainers.image.version": "0.0.0-e2e" },
    });
    expect(JSON.parse(said).Entrypoint[0]).toBe("/usr/bin/node");
  });

  test("for the other architecture: the same files, programs of that architecture", async () => {
    const other = await inspect(engine, agentImages.other, "{{.Architecture}}");
    expect([await inspect(engine, agentImages.own, "{{.Architecture}}"), other].sort()).toEqual(["amd64", "arm64"]);
    const id = (await docker("create", agentImages.other)).trim();
    const node = join(scratch.path, "node");
    await docker("cp", `${id}:/usr/bin/node`, node);
    await docker("rm", id);
    // The machine's number in an ELF file's head: 62 is x86-64, 183 is AArch64.
    const head = (await readFile(node)).readUInt16LE(18);
    expect(head).toBe(other === "arm64" ? 183 : 62);
    const agent = (list: readonly string[]): readonly string[] =>
      pathsOf(list).filter((path) => path.startsWith("opt/"));
    expect(agent(await listFiles(agentImages.other))).toEqual(agent(files));
  });
});

describe("the daemon, as documented", () => {
  test("answers, and sees the other containers and itself, read only and as nobody", async () => {
    expect(await inspect(engine, "agent", "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}")).toBe(
      `true 65532:${socketGroup}`,
    );
    const metrics = await waitFor({
      what: "the agent measures its neighbour",
      attempt: async () => {
        const text = await get(port, "/metrics");
        return /^ecs_container_cpu_usage_seconds_total\{.*container_name="neighbour"/m.test(text) ? text : undefined;
      },
    });
    expect(metrics).toMatch(/^ecs_container_stats_path_info\{.*container_name="neighbour".*path="host-files".*\} 1$/m);
    expect(metrics).toMatch(/^ecs_container_memory_usage_bytes\{.*container_name="agent".*\} [1-9]/m);
    await waitFor({
      what: "the agent calls the engine up",
      attempt: async () =>
        JSON.parse(await get(port, "/healthz")).inputs["docker-engine"] === "up" ? true : undefined,
    });
    expect(await get(port, "/")).toContain("/metrics");
  });

  test("takes commands by name", async () => {
    expect(await docker("exec", "agent", "taskvitals", "open")).toMatch(/^http:\/\/127\.0\.0\.1:9546\/\?open=\S+\n$/);
    await waitFor({
      what: "doctor sees the engine, and that all is well",
      attempt: async () =>
        (await docker("exec", "agent", "taskvitals", "doctor")).includes("docker-engine") ? true : undefined,
    });
  });
});

test("without the socket's group it goes on, and says which one it lacks", async () => {
  const own = await startAgent("outsider", ...hardened, ...mounts());
  await waitFor({
    what: "the agent says what is wrong",
    attempt: async () => {
      const log = await run(["sh", "-c", 'docker --host "$0" logs outsider 2>&1', `unix://${engine.socket}`]);
      return log.includes("docker-forbidden") && log.includes("stat -c %g /var/run/docker.sock") ? true : undefined;
    },
  });
  const health = await waitFor({
    what: "the agent is degraded",
    attempt: async () => {
      const said = JSON.parse(await get(own, "/healthz"));
      return said.status === "degraded" ? said : undefined;
    },
  });
  expect(health).toMatchObject({ inputs: { "docker-engine": "down" }, problems: ["docker-forbidden"] });
  await docker("rm", "--force", "outsider");
});

test("what waits for an output is kept on a volume, on a root that is read only", async () => {
  const sends = ["--env", "TASKVITALS_OUTPUTS_STDOUT_FORMAT=json", "--env", "TASKVITALS_OUTPUTS_STDOUT_ENABLED=on"];
  const own = await startAgent("sender", ...asDaemon(), ...sends, "--volume", "kept:/var/lib/taskvitals");
  await waitFor({
    what: "the journal is in the volume",
    attempt: async () => {
      const names = await docker(..."run --rm --volume kept:/kept neighbour:1 find /kept/buffer -type f".split(" "));
      return names.includes("/kept/buffer/") ? true : undefined;
    },
  });
  expect(await get(own, "/metrics")).not.toMatch(/taskvitals_problem.*buffer/);
  await docker("stop", "--time", "60", "sender");
  expect(await inspect(engine, "sender", "{{.State.ExitCode}}")).toBe("0");
});

describe("in host network mode", () => testInHostNetwork({ engine: () => engine, socketGroup }));

describe("the daemon, after half a minute", () => {
  test("is healthy by its own program, and by the default's time", async () => {
    const check = ["exec", "agent", "/usr/bin/node", "/opt/taskvitals/healthcheck.mjs"];
    await waitFor({ what: "the program calls it healthy", attempt: () => docker(...check) });
    await expect(docker(...check, "1")).rejects.toThrow();
    await waitFor({
      what: "Docker calls it healthy",
      attempt: async () =>
        (await inspect(engine, "agent", "{{.State.Health.Status}}")) === "healthy" ? true : undefined,
    });
  });

  test("ends by itself at SIGTERM, well within the time that Docker gives it", async () => {
    const startMs = awakeMs();
    await docker("stop", "--time", "60", "agent");
    // What the command and the engine take is in it; the agent alone has two seconds (simulate.test.ts).
    expect(awakeMs() - startMs).toBeLessThan(10_000);
    expect(await inspect(engine, "agent", "{{.State.ExitCode}} {{.State.OOMKilled}}")).toBe("0 false");
  });
});
