import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Agent, startAgent } from "./servers/agent.ts";
import { hundred, startCrowd } from "./servers/crowd.ts";
import { processCpuMs } from "./servers/process-cpu.ts";
import { waitFor } from "./servers/wait.ts";

/** What those who watch cost the agent: 100 containers whose source has news every second. */
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let agent: Agent;

beforeAll(async () => {
  const crowd = stack.use(await startCrowd(hundred));
  agent = stack.use(await startAgent({ env: crowd.environment }));
});

const readers = 50;
const phaseMs = 15_000;
const budgetMs = 50;

interface Reader extends AsyncDisposable {
  /** Events that it has got. */
  events(): number;
}

const openReader = async (url: string): Promise<Reader> => {
  const aborted = new AbortController();
  const { body } = await fetch(`${url}/api/live`, { signal: aborted.signal });
  let events = 0;
  const reading = (async () => {
    for await (const chunk of body ?? []) events += Buffer.from(chunk).toString("latin1").split("\nevent: ").length - 1;
  })().catch(() => {});
  return {
    events: () => events,
    [Symbol.asyncDispose]: async () => {
      aborted.abort();
      await reading;
    },
  };
};

/** CPU of the agent in ms a second. */
const cpuWhile = async (): Promise<number> => {
  const [before, sinceMs] = [processCpuMs(agent.child.pid), performance.now()];
  await pause(phaseMs);
  return ((processCpuMs(agent.child.pid) - before) / (performance.now() - sinceMs)) * 1000;
};

test("fifty watching browsers cost less than 5 % of a core", async () => {
  await pause(phaseMs / 3);
  const alone = await cpuWhile();
  await using open = new AsyncDisposableStack();
  const all = await Promise.all(Array.from({ length: readers }, () => openReader(agent.url)));
  for (const reader of all) open.use(reader);
  await waitFor({
    what: "every reader has the table and what changed since",
    deadlineMs: 30_000,
    attempt: async () => (all.every((reader) => reader.events() >= 3) ? true : undefined),
  });
  const before = all.map((reader) => reader.events());
  const watched = await cpuWhile();
  process.stdout.write(
    `CPU of the agent with 100 containers: ${alone.toFixed(1)} ms/s with nobody, ${watched.toFixed(1)} ms/s with ${readers} readers\n`,
  );
  const heard = all.map((reader, i) => reader.events() - (before[i] ?? 0));
  // One a second each; fewer only when the machine is too busy for the test itself.
  expect(Math.min(...heard)).toBeGreaterThanOrEqual(phaseMs / 1000 / 3);
  expect(watched - alone).toBeLessThan(budgetMs);
});
