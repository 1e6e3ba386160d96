import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { cgroupPathOf } from "./servers/cgroup.ts";
import { startDockerEngine } from "./servers/docker-engine.ts";
import { importImages } from "./servers/image.ts";
import { startPrometheus } from "./servers/prometheus.ts";
import { waitFor } from "./servers/wait.ts";

/** Command lines of the processes of this machine that name a path. */
const processesNaming = (path: string): string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return line.includes(path) ? [line] : [];
      } catch {
        return [];
      }
    });

test("the servers of these tests start, work, and leave nothing behind", async () => {
  let folder = "";
  let cgroup = "";
  {
    await using engine = await startDockerEngine();
    folder = dirname(engine.socket);
    await importImages(engine, "base:1");
    const id = (await engine.docker("run", "--detach", "base:1", "sh", "-c", "while :; do sleep 3600; done")).trim();
    cgroup = await waitFor({
      what: "the container's cgroup",
      deadlineMs: 5_000,
      attempt: async () => cgroupPathOf(engine.cgroupParent, id),
    });
    expect(await engine.docker("ps", "--quiet", "--no-trunc")).toBe(`${id}\n`);
    expect(processesNaming(folder).length).toBeGreaterThan(0);
    await using prometheus = await startPrometheus("127.0.0.1:1");
    expect(await prometheus.one("vector(3)")).toBe(3);
    expect(await prometheus.until("up", 20_000)).toBe(0);
  }
  expect(processesNaming(folder)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(cgroup)).toBe(false);
});
