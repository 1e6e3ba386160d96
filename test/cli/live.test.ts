import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { freePort } from "../free-port.ts";
import { type RunningCommand, startCommand } from "./command.ts";
import { inProcess } from "./in-process.ts";
import { scripted } from "./scripted.ts";

const linesWith = (running: RunningCommand, pattern: RegExp): readonly string[] =>
  running
    .out()
    .split("\n")
    .filter((line) => pattern.test(line));

describe("demo", () => {
  it("shows live numbers and serves them, and leaves no process behind", async () => {
    const port = await freePort();
    await using demo = startCommand(["demo", "--port", String(port)]);
    const [row] = await demo.until(() => {
      const rows = linesWith(demo, /^ {2}worker +RUNNING +\d\.\d{3} /);
      return rows.length === 0 ? undefined : rows;
    });
    expect(row).toMatch(/MiB/);
    expect(demo.out()).toContain(`http://127.0.0.1:${port}/metrics`);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toMatch(/ecs_container_memory_working_set_bytes\{[^}]*container_name="worker"[^}]*\} [1-9]/);
    expect((await fetch(`http://127.0.0.1:${port}/task`)).status).toBe(200);

    const children = childrenOf(demo.pid);
    expect(children.length).toBeGreaterThan(1);
    const { code, out, err } = await demo.send("SIGINT");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/Stopped\.\n$/);
    expect(children.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  });

  it("has an app that tells its own metrics, under the same names when its port has moved", async () => {
    const port = await freePort();
    await using demo = startCommand(["demo", "--shape", "ec2-bridge", "--port", String(port)]);
    const get = async (path: string): Promise<string> =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        (answer) => answer.text(),
        () => "",
      );
    const opened = async (): Promise<readonly [series: string, seconds: string] | undefined> => {
      const found = /^(process_start_time_seconds\{[^}]*target="web",slot="1"\}) (\S+)$/m.exec(
        await get("/apps/metrics"),
      );
      return found === null ? undefined : [found[1] ?? "", found[2] ?? ""];
    };
    const target = async (): Promise<string | undefined> =>
      /"localhost:\d+"|"127.0.0.1:\d+"/.exec(await get("/sd"))?.[0];

    const [series, seconds] = await demo.until(opened);
    const before = await demo.until(target);
    const [, move = ""] = /Move a port {2}curl -X POST '(\S+)'/.exec(demo.out()) ?? [];
    expect((await fetch(move, { method: "POST" })).status).toBe(201);
    const again = await demo.until(async () => {
      const now = await opened();
      return now === undefined || now[1] === seconds ? undefined : now;
    });
    expect(again[0]).toBe(series);
    expect(await target()).not.toBe(before);
    expect((await demo.send("SIGTERM")).code).toBe(0);
  });

  it("takes the next free port, and says so", async () => {
    const port = await freePort();
    const other = createServer().listen(port, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    try {
      await using demo = startCommand(["demo", "--port", String(port)]);
      const [line] = await demo.until(
        () => linesWith(demo, /is taken/)[0]?.match(/\d+ is the next free one/) ?? undefined,
      );
      expect(Number.parseInt(line, 10)).toBeGreaterThan(port);
      expect((await demo.send("SIGTERM")).code).toBe(0);
    } finally {
      other.close();
    }
  });
});

/** Children of a process, by what the kernel says of every process. */
const childrenOf = (parent: number): readonly string[] =>
  readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const [, ppid] = / [A-Z] (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
      return Number(ppid) === parent;
    } catch {
      return false;
    }
  });

describe("top", () => {
  it("prints as many tables as wanted where nobody looks, sorted", async () => {
    await using simulation = await scripted({ shape: "ec2-bridge", tasks: 2 });
    const { code, out, err } = await inProcess(
      ["top", "--count", "2", "--interval", "1", "--sort", "name"],
      simulation.environment,
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.match(/TASK \/ CONTAINER/g)).toHaveLength(2);
    expect(out).toContain("sorted by name");
    expect(out).toMatch(/RUNNING +0\.\d{3} /);
  });

  it("ends at SIGTERM", async () => {
    await using simulation = await scripted();
    await using top = startCommand(["top"], simulation.environment);
    await top.until(() => (top.out().includes("TASK / CONTAINER") ? true : undefined));
    const { code, tookMs } = await top.send("SIGTERM");
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(2000);
  });

  it("explains why there is nothing to show", async () => {
    const { code, err } = await inProcess(["top"]);
    expect(code).toBe(1);
    expect(err).toContain("No input is on");
  });
});

describe("simulate", () => {
  it("prints what to export, and how to ask for faults", async () => {
    await using simulate = startCommand(["simulate", "--scripted", "--shape", "ec2-bridge", "--tasks", "2"]);
    const uri = await simulate.until(() => /export ECS_CONTAINER_METADATA_URI_V4=(\S+)/.exec(simulate.out())?.[1]);
    expect((await fetch(`${uri}/task`)).status).toBe(200);
    const [, faults = ""] = /curl -X POST '([^']+)\?/.exec(simulate.out()) ?? [];
    expect((await fetch(`${faults}?kind=throttle&times=1`, { method: "POST" })).status).toBe(201);
    expect((await fetch(`${uri}/task`)).status).toBe(429);
    expect((await simulate.send("SIGTERM")).code).toBe(0);
  });

  it("knows what ECS does not", async () => {
    const { code, err } = await inProcess(["simulate", "--network", "bridge"]);
    expect(code).toBe(2);
    expect(err).toContain("Fargate has awsvpc only");
  });
});

describe("doctor", () => {
  it("finds nothing wrong where all is well", async () => {
    await using simulation = await scripted();
    const environment = { ...simulation.environment, ECS_METRICS_EXPORTER_PORT: String(await freePort()) };
    const { code, out, err } = await inProcess(["doctor"], environment);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("sidecar, FARGATE");
    expect(out).toMatch(/ok +metadata v4 +\S+\/task: 200 in\s+\d+ ms/);
    expect(out).toContain("ecs-task-metadata: sees 1 task, 3 containers");
    expect(out).toMatch(/All is well\.\n/);
  });

  it("gives no verdict when it is stopped before all have answered", async () => {
    await using simulation = await scripted({ faults: [{ kind: "silence" }] });
    const { code, out, err } = await inProcess(["doctor"], simulation.environment, AbortSignal.timeout(300));
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "Stopped before all had answered.\n" });
  });

  it("says what is wrong and how to mend it", async () => {
    await using simulation = await scripted({ faults: [{ kind: "server-error" }] });
    const environment = { ...simulation.environment, TASKVITALS_LOG_LEVL: "x" };
    const { code, out } = await inProcess(["doctor"], environment);
    expect(code).toBe(1);
    expect(out).toMatch(/no +metadata v4 +\S+\/task: 500 in/);
    expect(out).toContain("2 problems");
    expect(out.replace(/\s+/g, " ")).toContain("did you mean TASKVITALS_LOG_LEVEL?");
    expect(out.replace(/\s+/g, " ")).toContain("The task metadata endpoint answers with an error");
  });
});
