import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Agent, startAgent } from "./servers/agent.ts";
import { type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { buildPage } from "./servers/built-page.ts";
import { startCrowd, thousand } from "./servers/crowd.ts";
import { heapBytes } from "./servers/heap.ts";
import { type MainThreadTask, recordMainThread } from "./servers/main-thread.ts";
import { waitFor } from "./servers/wait.ts";

/** A thousand containers, live at 1 s, in Debian's Chromium. */
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let agent: Agent;
let browser: Browser;

beforeAll(async () => {
  await buildPage();
  const crowd = stack.use(await startCrowd(thousand));
  agent = stack.use(await startAgent({ env: { ...crowd.environment, TASKVITALS_INTERVAL_MS: "1000" } }));
  browser = stack.use(await startBrowser());
});

const openHome = async (query: string): Promise<Tab> => {
  const tab = await browser.open(`${agent.url}/${query}`, { viewport: { width: 1440, height: 900 } });
  await tab.page.locator("tr[data-line]").first().waitFor({ timeout: 60_000 });
  return tab;
};

/** Waits until the figures in sight have moved five times: a page that stands still costs nothing. */
const expectLive = async (page: Page): Promise<void> => {
  const seen = new Set<string>();
  await waitFor({
    what: "the figures in sight move five times",
    deadlineMs: 60_000,
    everyMs: 300,
    attempt: async () => {
      seen.add((await page.locator("tr[data-line] td.c-memory").allTextContents()).join());
      return seen.size > 5 ? true : undefined;
    },
  });
};

test("the page lists all of them", async () => {
  await using tab = await openHome("");
  // The 1,001st is the agent's own.
  await tab.page.getByText("251 tasks, 1001 containers").waitFor();
  const tree: unknown = await (await fetch(`${agent.url}/api/tree`)).json();
  expect(tree).toMatchObject({ pace: { intervalMs: 1000 } });
});

const limitMs = 50;
const recordedMs = 12_000;

const most = (values: readonly number[]): number => Math.max(0, ...values);
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0;

const said = ({ startMs, lastedMs, cpuMs, parts }: MainThreadTask): string =>
  `  at ${startMs.toFixed(0)} ms: ${cpuMs.toFixed(1)} ms of CPU, ${lastedMs.toFixed(1)} ms by the clock (${parts})`;

/**
 * What the main thread does without a pause is what keeps a frame: script, layout, paint, garbage collection. Judged is
 * the CPU that it took, which is the page's; on a machine with nothing else to do it is how long it lasted, too.
 */
describe("no frame of a thousand live containers takes over 50 ms", () => {
  test.each([
    ["every task, by service", ""],
    ["every container unfolded, by memory, which moves the rows", "?unfold=all&sort=-memory"],
    ["what a filter by figures leaves", "?filter=mem%3E10&sort=-cpu"],
  ])("%s", async (_what, query) => {
    await using tab = await openHome(query);
    await expectLive(tab.page);
    const { tasks, frames } = await recordMainThread(tab.page, () => pause(recordedMs));
    // Hundreds only look whether there is any work.
    const busy = tasks.filter(({ cpuMs }) => cpuMs >= 1).toSorted((a, b) => b.cpuMs - a.cpuMs);
    const used = busy.map(({ cpuMs }) => cpuMs);
    const lasted = busy.map(({ lastedMs }) => lastedMs);
    process.stdout.write(
      `/${query}: ${frames} frames with script, ${busy.length} tasks of 1 ms and more: longest ` +
        `${most(used).toFixed(1)} ms of CPU (median ${quantile(used, 0.5).toFixed(1)}), ` +
        `${most(lasted).toFixed(1)} ms by the clock\n${busy.slice(0, 3).map(said).join("\n")}\n`,
    );
    expect(frames).toBeGreaterThanOrEqual(3);
    expect(busy.filter(({ cpuMs }) => cpuMs > limitMs).map(said)).toEqual([]);
  });
});

describe("memory", () => {
  /** For ten minutes: PAGE_MINUTES=10. */
  const minutes = Number(process.env.PAGE_MINUTES ?? 2);

  /** The least of three: what an event under way holds is let go again. */
  const collectedBytes = async (page: Page): Promise<number> => {
    const looks: number[] = [];
    for (let look = 0; look < 3; look += 1) {
      looks.push(await heapBytes(page));
      await pause(500);
    }
    return Math.min(...looks);
  };

  test(`is flat from the first minute to minute ${minutes}: a collected heap grows by less than 10 %`, {
    timeout: minutes * 60_000 + 180_000,
  }, async () => {
    await using tab = await openHome("?unfold=all&sort=-memory");
    await expectLive(tab.page);
    const heap: number[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      await pause(60_000);
      heap.push(await collectedBytes(tab.page));
    }
    process.stdout.write(
      `heap of each minute: ${heap.map((bytes) => `${(bytes / 1024 ** 2).toFixed(2)} MiB`).join(", ")}\n`,
    );
    await expectLive(tab.page);
    expect(heap.at(-1)).toBeLessThan((heap[0] ?? 0) * 1.1);
  });
});
