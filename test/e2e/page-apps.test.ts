import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AppsReport, apps } from "../../src/web/api/contract.ts";
import { type Agent, startAgent } from "./servers/agent.ts";
import { axeFindings, type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { until } from "./servers/wait.ts";

/** What apps tell of themselves, in the view of their container: the simulated shop's, and what no app should tell. */
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let simulation: SimulationProcess;
let agent: Agent;
let browser: Browser;

beforeAll(async () => {
  simulation = stack.use(await startSimulationProcess("--shape", "ec2-bridge"));
  agent = stack.use(await startAgent({ env: { ...simulation.environment, TASKVITALS_INTERVAL_MS: "1000" } }));
  browser = stack.use(await startBrowser());
});

const keyOf = async (name: string): Promise<string> => {
  await using tab = await browser.open(`${agent.url}/`);
  const row = tab.page.locator("tr[data-line]", { has: tab.page.locator("th a", { hasText: name }) }).first();
  return encodeURIComponent((await row.getAttribute("data-line")) ?? "");
};

const section = ({ page }: Tab) => page.locator(".apps");

const row = (tab: Tab, name: string) => section(tab).locator("tr", { has: tab.page.locator("th", { hasText: name }) });

const chartTitles = (tab: Tab): Promise<string[]> => section(tab).locator(".chart h2").allTextContents();

const expectTitles = (tab: Tab, ...titles: readonly string[]): Promise<true> =>
  until(`the charts are ${titles.join("; ")}`, async () =>
    (await chartTitles(tab)).join() === titles.join() ? true : undefined,
  );

describe("the shop's metrics in the view of its container", () => {
  test("are a table with present figures, and charts that the address bar remembers", async () => {
    await using tab = await browser.open(`${agent.url}/?key=${await keyOf("web")}`);
    await row(tab, 'path="/products"')
      .first()
      .getByText(/^[\d.]+\/s$/)
      .waitFor();
    await row(tab, "http_request_duration_seconds")
      .getByText(/\d in all$/)
      .waitFor();
    await row(tab, "shop_open_carts").getByText(/^\d+$/).waitFor();
    const duration = "http_request_duration_seconds";
    const durationCharts = [`${duration}, per second`, `${duration}: p50, p90, p99`];
    await expectTitles(tab, "http_requests, per second", ...durationCharts, "shop_open_carts");

    await tab.page.getByRole("checkbox", { name: "Chart: http_requests" }).uncheck();
    await tab.page.getByRole("checkbox", { name: `Chart: ${duration}` }).uncheck();
    await expectTitles(tab, "shop_open_carts");
    const query = new URL(tab.page.url()).search;
    await using copy = await browser.open(`${agent.url}/${query}`);
    await expectTitles(copy, "shop_open_carts");
    await copy.page.getByRole("checkbox", { name: "Chart: shop_open_carts" }).uncheck();
    await until("no chart is left", async () => ((await chartTitles(copy)).length === 0 ? true : undefined));
    expect(new URL(copy.page.url()).searchParams.getAll("chart")).toEqual([""]);
    expect(tab.complaints).toEqual([]);
  });

  test("are filtered, charts and all, and the address bar remembers that, too", async () => {
    await using tab = await browser.open(`${agent.url}/?key=${await keyOf("web")}`);
    await section(tab).getByRole("searchbox").fill("code=500 total");
    await row(tab, 'path="/checkout"').first().waitFor();
    await row(tab, "shop_open_carts").waitFor({ state: "detached" });
    await expectTitles(tab, "http_requests, per second");
    expect(new URL(tab.page.url()).searchParams.get("apps")).toBe("code=500 total");
    await section(tab).getByRole("searchbox").fill("nothing like it");
    await section(tab).getByText("Nothing matches the filter").waitFor();
  });

  test("are in their task's view as well, where one cursor goes through all charts", async () => {
    await using tab = await browser.open(`${agent.url}/?key=${await keyOf("storefront")}`);
    const own = section(tab).locator(".plot").first();
    await until("some figures are drawn", async () =>
      Number(await own.getAttribute("aria-valuemax")) >= 2 ? true : undefined,
    );
    await own.focus();
    await tab.page.keyboard.press("ArrowLeft");
    const main = tab.page.locator(".charts-part").first().locator(".legend").first();
    await main.getByText(/\d\d:\d\d:\d\d/).waitFor();
    await section(tab)
      .locator(".legend")
      .first()
      .getByText(/\d\d:\d\d:\d\d/)
      .waitFor();
    await tab.page.keyboard.press("Escape");
    await section(tab).waitFor();
    expect(new URL(tab.page.url()).searchParams.has("key")).toBe(true);
  });

  test.each(["light", "dark"] as const)("have nothing that axe finds, %s", async (colorScheme) => {
    await using tab = await browser.open(`${agent.url}/?key=${await keyOf("web")}`, { colorScheme });
    await section(tab).locator("canvas").first().waitFor();
    await row(tab, "shop_open_carts").waitFor();
    expect(await axeFindings(tab.page)).toEqual([]);
  });
});

test.each(["en-US", "ja-JP"])("a container whose app says nothing is told how to, in %s", async (locale) => {
  await using tab = await browser.open(`${agent.url}/?key=${await keyOf("cache")}`, { locale, colorScheme: "dark" });
  await section(tab).getByText("taskvitals.metrics=prometheus").waitFor();
  await section(tab).getByText("docs/app-metrics.md").waitFor();
  expect(await axeFindings(tab.page)).toEqual([]);
});

const hostile = `<img src=x onerror="document.title='owned'">`;
const endless = "w".repeat(5000);

/** An app's answer as nobody would wish it, beside one that does not answer. */
const spoilt = (report: AppsReport): AppsReport => {
  const [first] = report.targets;
  if (first === undefined) throw new Error("the shop is not read yet");
  const sample = { atMs: report.takenAtMs, value: -3 };
  return apps.parse({
    ...report,
    targets: [
      {
        ...first,
        name: hostile,
        leftOut: { "over-samples": 7 },
        families: [
          {
            name: hostile,
            kind: "gauge",
            help: hostile,
            samples: [
              { ...sample, labels: { [hostile]: hostile } },
              { ...sample, labels: { long: `${endless}1` } },
              { ...sample, labels: { long: `${endless}2` } },
              { ...sample, labels: { "\u202e right to left": "\u202e" } },
            ],
          },
          { name: endless, kind: "counter", help: endless, samples: [{ ...sample, labels: {} }] },
          ...Array.from({ length: 150 }, (_, at) => ({
            name: `family_${at}`,
            kind: "counter" as const,
            samples: [{ ...sample, labels: {} }],
          })),
        ],
      },
      {
        ...first,
        key: "target/2",
        name: "silent",
        up: false,
        errors: { timeout: 3 },
        families: [],
        troubles: [
          {
            code: "target-timeout",
            severity: "error",
            owner: "app-metrics",
            subject: `web ${hostile}`,
            detail: "10 s",
            title: "A container's metrics did not come in time",
            fix: "See what the app does when it is asked.",
          },
        ],
      },
    ],
  });
};

describe("what no app should tell", () => {
  const openSpoilt = async (options: Parameters<Browser["open"]>[1]): Promise<Tab> => {
    const key = await keyOf("web");
    const report = await until("the shop is read", async () => {
      const told = apps.parse(await (await fetch(`${agent.url}/api/apps?key=${key}`)).json());
      return told.targets.length > 0 ? spoilt(told) : undefined;
    });
    const tab = await browser.open("about:blank", options);
    await tab.page.route("**/api/apps?*", (route) => route.fulfill({ json: report }));
    await tab.page.goto(`${agent.url}/?key=${key}`);
    await row(tab, hostile).first().waitFor();
    return tab;
  };

  test.each(["light", "dark"] as const)("is text, and what fails says why and what to do, %s", async (colorScheme) => {
    await using tab = await openSpoilt({ colorScheme });
    await section(tab).getByText("A container's metrics did not come in time").waitFor();
    await section(tab).getByText("See what the app does when it is asked.").waitFor();
    await section(tab).getByText("timeout 3").waitFor();
    await section(tab).getByText("over-samples 7").first().waitFor();
    await section(tab).locator("canvas").first().waitFor();
    expect(await tab.page.locator(".apps img").count()).toBe(0);
    expect(await tab.page.title()).not.toContain("owned");
    expect(await section(tab).locator("tbody").count()).toBe(100);
    await section(tab).getByRole("button", { name: "52 more" }).click();
    await until("all families are there", async () =>
      (await section(tab).locator("tbody").count()) === 152 ? true : undefined,
    );
    expect(await axeFindings(tab.page)).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  test("does not scroll sideways at 320 pixels", async () => {
    await using tab = await openSpoilt({ viewport: { width: 320, height: 640 } });
    const [wide, room] = await tab.page.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    expect(wide).toBeLessThanOrEqual(room);
  });
});
