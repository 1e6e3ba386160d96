import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeOtlp, openFakeOtlp } from "../fakes/otlp/server.ts";
import { type Agent, startAgent } from "./servers/agent.ts";
import { axeFindings, type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";

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

const patient = { timeout: 60_000 };

test("a back end that fails: the output waits, says what is queued and what is wrong, and goes on by itself", async () => {
  await using agent = await startSender(key);
  await using tab = await browser.open(`${agent.url}/?view=agent`, { colorScheme: "dark" });
  await panel(tab).getByText("Delivers", { exact: true }).waitFor(patient);
  receiver.faults.add({ kind: "answer", status: 503, headers: { "retry-after": "1" } });
  await panel(tab).getByText("Waits: the back end fails").waitFor(patient);
  await term(tab, "Queued")
    .getByText(/^[1-9][\d,]* · .*B$/)
    .waitFor(patient);
  await term(tab, "Oldest").getByText(/ago/).waitFor(patient);
  await panel(tab).locator(".trouble").getByText(/503/).first().waitFor(patient);
  expect(await axeFindings(tab.page)).toEqual([]);
  receiver.faults.clear();
  await panel(tab).getByText("Delivers", { exact: true }).waitFor(patient);
  await term(tab, "Queued").getByText(/^0 ·/).waitFor(patient);
  expect(await panel(tab).locator(".trouble").count()).toBe(0);
  expect(tab.complaints).toEqual([]);
});

test("a key that is refused: the output holds what it has, and says whose turn it is", async () => {
  await using agent = await startSender("another key");
  await using tab = await browser.open(`${agent.url}/?view=agent`);
  await panel(tab).getByText("Held", { exact: true }).waitFor(patient);
  await term(tab, "Queued")
    .getByText(/^[1-9]/)
    .waitFor(patient);
  await panel(tab).locator(".trouble").first().waitFor(patient);
  expect(await tab.page.content()).not.toContain("another key");
  expect(await axeFindings(tab.page)).toEqual([]);
});
