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
  await tab.page.locator("tr[data-line]").first().waitFor();
  return tab;
};

/** Waits until the figures in sight have moved five times: a page that stands still costs nothing. */
const expectLive = async (page: Page): Promise<void> => {
  const seen = new Set<string>();
  await waitFor({
    what: "the figures in sight move five times",
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

/** Tasks of 1 ms and more, of which a second has one or two: with fewer the page stood still, since the agent or browser did. */
const busyAtLeast = 10;

/** The tasks over the limit in one recording of a page that was live. */
const recordTooLong = async (page: Page, query: string): Promise<readonly string[]> => {
  const attempt = async (): Promise<readonly string[]> => {
    const { tasks, frames } = await recordMainThread(page, () => pause(recordedMs));
    // Hundreds only look whether there is any work.
    const busy = tasks.filter(({ cpuMs }) => cpuMs >= 1).toSorted((a, b) => b.cpuMs - a.cpuMs);
    const used = busy.map(({ cpuMs }) => cpuMs);
    const lasted = busy.map(({ lastedMs }) => lastedMs);
    process.stdout.write(
      `/${query}: ${frames} frames with script, ${busy.length} tasks of 1 ms and more: longest ` +
        `${most(used).toFixed(1)} ms of CPU (median ${quantile(used, 0.5).toFixed(1)}), ` +
        `${most(lasted).toFixed(1)} ms by the clock\n${busy.slice(0, 3).map(said).join("\n")}\n`,
    );
    if (frames < 3 || busy.length < busyAtLeast) throw new Error(`${frames} frames, ${busy.length} tasks`);
    return busy.filter(({ cpuMs }) => cpuMs > limitMs).map(said);
  };
  return await waitFor({ what: "a recording of a live page", attempt });
};

/**
 * What the main thread does without a pause is what keeps a frame: script, layout, paint, garbage collection. Judged is
 * the CPU that it took, which is the page's; on a machine with nothing else to do it is how long it lasted, too.
 *
 * The same work takes more CPU while others use the other half of a core or the machine is slowed down. The page does
 * the same every second, so what is its own comes in every recording: when the first has a task over the limit, two more
 * are made, and one of them has to be without.
 */
describe("no frame of a thousand live containers takes over 50 ms", () => {
  test.each([
    ["every task, by service", ""],
    ["every container unfolded, by memory, which moves the rows", "?unfold=all&sort=-memory"],
    ["what a filter by figures leaves", "?filter=mem%3E10&sort=-cpu"],
  ])("%s", async (_what, query) => {
    await using tab = await openHome(query);
    await expectLive(tab.page);
    const recordings: (readonly string[])[] = [];
    while (recordings.length < 3 && recordings.every((tooLong) => tooLong.length > 0))
      recordings.push(await recordTooLong(tab.page, query));
    expect(recordings.at(-1)).toEqual([]);
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

  /** What is held for a while is let go in one of the next minutes; what leaks is not. */
  const moreMinutes = 2;
  const isFlat = ([first = 0, ...later]: readonly number[]): boolean => (later.at(-1) ?? first * 2) < first * 1.1;

  test(`is flat from the first minute to minute ${minutes}: a collected heap grows by less than 10 %`, {
    timeout: (minutes + moreMinutes) * 60_000 + 180_000,
  }, async () => {
    await using tab = await openHome("?unfold=all&sort=-memory");
    const heap: number[] = [];
    while (heap.length < minutes || (heap.length < minutes + moreMinutes && !isFlat(heap))) {
      await pause(60_000);
      await expectLive(tab.page);
      heap.push(await collectedBytes(tab.page));
    }
    process.stdout.write(
      `heap of each minute: ${heap.map((bytes) => `${(bytes / 1024 ** 2).toFixed(2)} MiB`).join(", ")}\n`,
    );
    expect(isFlat(heap), heap.join(" ")).toBe(true);
  });
});
