import { delimiter, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awakeMs } from "../awake-clock.ts";
import { type Child, startChild } from "./servers/child.ts";
import { familyCpuMs, machineIdleMs } from "./servers/process-cpu.ts";
import { processesUnder } from "./servers/processes.ts";
import { requirePrograms } from "./servers/required.ts";
import { run } from "./servers/run.ts";
import { makeScratch } from "./servers/scratch.ts";
import { patienceMs, waitFor } from "./servers/wait.ts";

const repository = resolve(import.meta.dirname, "../..");

/** What a person's shell has: nothing that `npm run` adds, least of all the Node.js of this checkout. */
const shellEnvironment = (): Record<string, string> => {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    const added =
      /^(npm_(package|lifecycle)_|npm_(command|execpath|node_execpath)$|VITEST|NODE_|TEST$|ECS_|TASKVITALS_|DOCKER_)/;
    if (value !== undefined && !added.test(name)) env[name] = value;
  }
  const path = (env.PATH ?? "").split(delimiter).filter((folder) => !folder.endsWith("node_modules/.bin"));
  return { ...env, PATH: path.join(delimiter) };
};

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let clone = "";
let child: Child;
let url = "";
let startedMs = 0;
let idleMs = 0;
let npmMs = 0;

/** What the smallest thing that npm can be asked for takes on this machine just now. */
const askNpm = async (env: Readonly<Record<string, string>>): Promise<number> => {
  const beganMs = awakeMs();
  await run(["npm", "--version"], { env });
  return awakeMs() - beganMs;
};

beforeAll(async () => {
  requirePrograms("git", "npm", "setsid", "setpriv");
  const scratch = stack.use(await makeScratch("clone"));
  clone = `${scratch.path}/taskvitals`;
  const env = shellEnvironment();
  await run(["git", "clone", "--quiet", "--no-local", repository, clone]);
  // What `npm ci` has put into this checkout.
  await run(["cp", "--archive", "--reflink=auto", `${repository}/node_modules`, clone]);
  stack.defer(() => {
    for (const { pid } of processesUnder(clone)) process.kill(pid, "SIGKILL");
  });
  npmMs = await askNpm(env);
  idleMs = machineIdleMs();
  startedMs = awakeMs();
  child = stack.use(
    startChild({
      name: "npm start",
      // A process group of its own, as a shell gives it: Ctrl-C, kill %1 and service managers signal the whole group.
      command: ["setsid", "npm", "start"],
      cwd: clone,
      env,
      logFile: `${scratch.path}/log`,
    }),
  );
});

/** Values of a metric's series in an exposition. */
const valuesOf = (exposition: string, metric: string): readonly number[] =>
  exposition
    .split("\n")
    .filter((line) => line.startsWith(`${metric}{`))
    .map((line) => Number(line.slice(line.lastIndexOf(" ") + 1)));

const metrics = async (): Promise<string> => {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(patienceMs) });
  expect(response.status).toBe(200);
  return await response.text();
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test("npm start in a fresh clone serves live numbers within five seconds", async () => {
  await child.ready("serves what containers use", async () => {
    url = /http:\/\/127\.0\.0\.1:\d+(?=\/metrics)/.exec(child.log())?.[0] ?? "";
    const exposition = await metrics();
    const used = valuesOf(exposition, "ecs_container_cpu_usage_seconds_total");
    const memory = valuesOf(exposition, "ecs_container_memory_working_set_bytes");
    return used.length >= 3 && sum(used) > 0 && memory.every((bytes) => bytes > 0) ? true : undefined;
  });
  const tookMs = awakeMs() - startedMs;
  // On a machine that is never idle it waited for others, all the time that it did not run itself.
  const pids = new Set([child.pid, ...processesUnder(clone).map(({ pid }) => pid)]);
  const ranMs = [...pids].reduce((ms, pid) => ms + familyCpuMs(pid), 0);
  const neededMs = Math.min(tookMs, ranMs + machineIdleMs() - idleMs);
  process.stdout.write(`npm start: ${Math.round(tookMs)} ms, of which it needed ${Math.round(neededMs)}\n`);
  // A machine on which npm takes long to say its version is slow.
  const slowest = Math.max(npmMs, await askNpm(shellEnvironment()));
  expect(neededMs).toBeLessThan(Math.max(5_000, 20 * slowest));
});

test("npm start has built the page, and a browser gets it with all that it is made of", async () => {
  const page = await fetch(`${url}/`, { headers: { accept: "text/html" } });
  expect(page.status).toBe(200);
  const parts = [...(await page.text()).matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map((match) => match[1]);
  expect(parts.length).toBeGreaterThanOrEqual(2);
  for (const part of parts) expect((await fetch(`${url}/${part}`)).status, part).toBe(200);
});

test("the numbers move", async () => {
  const before = sum(valuesOf(await metrics(), "ecs_container_cpu_usage_seconds_total"));
  const after = await child.ready("counts on", async () => {
    const now = sum(valuesOf(await metrics(), "ecs_container_cpu_usage_seconds_total"));
    return now > before ? now : undefined;
  });
  expect(after).toBeGreaterThan(before);
  expect(valuesOf(await metrics(), "ecs_container_cpu_usage_vcpus").length).toBeGreaterThanOrEqual(3);
});

test("SIGTERM ends it within two seconds, and nothing is left running", async () => {
  expect(processesUnder(clone).length).toBeGreaterThan(0);
  const signalledMs = awakeMs();
  process.kill(-child.pid, "SIGTERM");
  await waitFor({
    what: "everything that npm start started has ended",
    attempt: async () => (processesUnder(clone).length === 0 ? true : undefined),
    context: () => JSON.stringify(processesUnder(clone), null, 2),
  });
  expect(awakeMs() - signalledMs).toBeLessThan(2_000);
  await expect(fetch(`${url}/metrics`)).rejects.toThrow();
});
