import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { cgroupPathOf } from "./servers/cgroup.ts";
import { startDockerEngine } from "./servers/docker-engine.ts";
import { importImages } from "./servers/image.ts";
import { processesUnder } from "./servers/processes.ts";
import { startPrometheus } from "./servers/prometheus.ts";
import { waitFor } from "./servers/wait.ts";

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
      attempt: async () => cgroupPathOf(engine.cgroupParent, id),
    });
    expect(await engine.docker("ps", "--quiet", "--no-trunc")).toBe(`${id}\n`);
    expect(processesUnder(folder).length).toBeGreaterThan(0);
    await using prometheus = await startPrometheus("127.0.0.1:1");
    expect(await prometheus.one("vector(3)")).toBe(3);
    expect(await prometheus.until("up")).toBe(0);
  }
  expect(processesUnder(folder)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(cgroup)).toBe(false);
});
