import { delimiter, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Child, startChild } from "./servers/child.ts";
import { processesUnder } from "./servers/processes.ts";
import { requirePrograms } from "./servers/required.ts";
import { run } from "./servers/run.ts";
import { makeScratch } from "./servers/scratch.ts";
import { waitFor } from "./servers/wait.ts";

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

beforeAll(async () => {
  requirePrograms("git", "npm", "setsid", "setpriv");
  const scratch = stack.use(await makeScratch("clone"));
  clone = `${scratch.path}/taskvitals`;
  const env = shellEnvironment();
  await run(["git", "clone", "--quiet", "--no-local", repository, clone]);
  await run(["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: clone, env, timeoutMs: 240_000 });
  stack.defer(() => {
    for (const { pid } of processesUnder(clone)) process.kill(pid, "SIGKILL");
  });
  startedMs = Date.now();
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
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) });
  expect(response.status).toBe(200);
  return await response.text();
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test("npm start in a fresh clone serves live numbers within five seconds", async () => {
  await child.ready("serves what containers use", 5_000 - (Date.now() - startedMs), async () => {
    url = /http:\/\/127\.0\.0\.1:\d+(?=\/metrics)/.exec(child.log())?.[0] ?? "";
    const exposition = await metrics();
    const used = valuesOf(exposition, "ecs_container_cpu_usage_seconds_total");
    const memory = valuesOf(exposition, "ecs_container_memory_working_set_bytes");
    return used.length >= 3 && sum(used) > 0 && memory.every((bytes) => bytes > 0) ? true : undefined;
  });
  expect(Date.now() - startedMs).toBeLessThan(5_000);
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
  const after = await child.ready("counts on", 30_000, async () => {
    const now = sum(valuesOf(await metrics(), "ecs_container_cpu_usage_seconds_total"));
    return now > before ? now : undefined;
  });
  expect(after).toBeGreaterThan(before);
  expect(valuesOf(await metrics(), "ecs_container_cpu_usage_vcpus").length).toBeGreaterThanOrEqual(3);
});

test("SIGTERM ends it within two seconds, and nothing is left running", async () => {
  expect(processesUnder(clone).length).toBeGreaterThan(0);
  const signalledMs = Date.now();
  process.kill(-child.pid, "SIGTERM");
  await waitFor({
    what: "everything that npm start started has ended",
    deadlineMs: 5_000,
    attempt: async () => (processesUnder(clone).length === 0 ? true : undefined),
    context: () => JSON.stringify(processesUnder(clone), null, 2),
  });
  expect(Date.now() - signalledMs).toBeLessThan(2_000);
  await expect(fetch(`${url}/metrics`)).rejects.toThrow();
});
