import { afterAll, beforeAll, expect, test } from "vitest";
import { agent as agentReport } from "../../src/web/api/contract.ts";
import { type FakeOtlp, openFakeOtlp } from "../fakes/otlp/server.ts";
import { type Agent, startAgent } from "./servers/agent.ts";
import { axeFindings, type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { until } from "./servers/wait.ts";

/** How the page tells of outputs that cannot deliver: against a strict receiver of OTLP that refuses. */
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const key = "a key";

let receiver: FakeOtlp;
let simulation: SimulationProcess;
let browser: Browser;

beforeAll(async () => {
  receiver = stack.use(await openFakeOtlp({ header: ["api-key", key] }));
  simulation = stack.use(await startSimulationProcess("--scripted", "--shape", "fargate"));
  browser = stack.use(await startBrowser());
});

const startSender = (apiKey: string): Promise<Agent> =>
  startAgent({
    env: {
      ...simulation.environment,
      TASKVITALS_INTERVAL_MS: "1000",
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: `api-key=${encodeURIComponent(apiKey)}`,
      OTEL_METRIC_EXPORT_INTERVAL: "1000",
    },
  });

const panel = ({ page }: Tab) => page.locator(".panel", { has: page.getByRole("heading", { name: /^otlp/ }) });

const term = (tab: Tab, name: string) =>
  panel(tab)
    .locator("dl > div", { has: tab.page.getByText(name, { exact: true }) })
    .locator("dd");

/** When the oldest was collected that the agent still has to deliver; infinite when there is nothing. */
const oldestQueuedMs = async ({ url }: Agent): Promise<number> => {
  const answer = await fetch(`${url}/api/agent`, { signal: AbortSignal.timeout(15_000) });
  const otlp = agentReport.parse(await answer.json()).outputs.find(({ name }) => name === "otlp");
  if (otlp?.queuedRecords === undefined) throw new Error("/api/agent tells nothing of a queue of otlp");
  return otlp.queuedRecords === 0 ? Number.POSITIVE_INFINITY : (otlp.oldestMs ?? 0);
};

/** Records in the queue, as the page tells. */
const shownQueued = async (tab: Tab): Promise<number> => {
  const [records = ""] = /^[\d,]+(?= · .*B$)/.exec(await term(tab, "Queued").innerText()) ?? [];
  return Number.parseInt(records.replaceAll(",", ""), 10);
};

/** More than wait for their turn while the back end takes everything: one is collected and one delivered each second. */
const backlog = 5;

test("a back end that fails: the output waits, says what is queued and what is wrong, and goes on by itself", async () => {
  await using agent = await startSender(key);
  await using tab = await browser.open(`${agent.url}/?view=agent`, { colorScheme: "dark" });
  await panel(tab).getByText("Delivers", { exact: true }).waitFor();
  receiver.faults.add({ kind: "answer", status: 503, headers: { "retry-after": "1" } });
  await panel(tab).getByText("Waits: the back end fails").waitFor();
  await until("the page tells of a backlog", async () => ((await shownQueued(tab)) >= backlog ? true : undefined));
  await term(tab, "Oldest").getByText(/ago/).waitFor();
  await panel(tab).locator(".trouble").getByText(/503/).first().waitFor();
  expect(await axeFindings(tab.page)).toEqual([]);
  const endedMs = Date.now();
  expect(await oldestQueuedMs(agent)).toBeLessThan(endedMs);
  receiver.faults.clear();
  await panel(tab).getByText("Delivers", { exact: true }).waitFor();
  // What was collected a moment ago may be in the queue at any look.
  await until("the agent has delivered all that had to wait", async () =>
    (await oldestQueuedMs(agent)) > endedMs ? true : undefined,
  );
  await until("the page tells so", async () => ((await shownQueued(tab)) < backlog ? true : undefined));
  await until("the page tells of no trouble any more", async () =>
    (await panel(tab).locator(".trouble").count()) === 0 ? true : undefined,
  );
  expect(tab.complaints).toEqual([]);
});

test("a key that is refused: the output holds what it has, and says whose turn it is", async () => {
  await using agent = await startSender("another key");
  await using tab = await browser.open(`${agent.url}/?view=agent`);
  await panel(tab).getByText("Held", { exact: true }).waitFor();
  await term(tab, "Queued")
    .getByText(/^[1-9]/)
    .waitFor();
  await panel(tab).locator(".trouble").first().waitFor();
  expect(await tab.page.content()).not.toContain("another key");
  expect(await axeFindings(tab.page)).toEqual([]);
});
