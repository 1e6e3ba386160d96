import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tree } from "../../src/web/api/contract.ts";
import { type Agent, startAgent } from "./servers/agent.ts";
import { axeFindings, type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { waitFor } from "./servers/wait.ts";

/** The page in Debian's Chromium, on a simulated task of real processes: web, worker, cache, and a migration that ended. */
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let simulation: SimulationProcess;
let agent: Agent;
let browser: Browser;

beforeAll(async () => {
  simulation = stack.use(await startSimulationProcess("--shape", "ec2-bridge"));
  agent = stack.use(await startAgent({ env: { ...simulation.environment, TASKVITALS_INTERVAL_MS: "1000" } }));
  browser = stack.use(await startBrowser());
  // What the browser needs for its first page of all is not the page's time.
  await using _first = await browser.open(`${agent.url}/healthz`);
});

const seconds = 1000;

/** Names in the order of the table. */
const namesOf = async ({ page }: Tab): Promise<string[]> => page.locator("tr[data-line] th a").allTextContents();

const line = ({ page }: Tab, name: string) =>
  page.locator("tr[data-line]").filter({ has: page.locator("th a", { hasText: name }) });

const cell = (tab: Tab, name: string, column: string) => line(tab, name).locator(`td.c-${column}`);

const until = <T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> =>
  waitFor({ what, deadlineMs: 20 * seconds, attempt });

const openHome = async (query = "", options: Parameters<Browser["open"]>[1] = {}): Promise<Tab> => {
  const tab = await browser.open(`${agent.url}/${query}`, options);
  await tab.page.locator("tr[data-line]").first().waitFor();
  return tab;
};

const expectNoComplaint = ({ complaints, requested }: Tab): void => {
  expect(complaints).toEqual([]);
  expect(requested.filter((url) => !url.startsWith(`${agent.url}/`))).toEqual([]);
};

describe("home", () => {
  test("shows figures within two seconds of opening it", async () => {
    const tookMs: number[] = [];
    // Other programs on the machine may hold up one of three.
    while (tookMs.length < 3 && !tookMs.some((ms) => ms < 2 * seconds)) {
      const before = Date.now();
      await using tab = await openHome();
      await cell(tab, "worker", "memory").getByText(/\d/).first().waitFor();
      tookMs.push(Date.now() - before);
    }
    expect(Math.min(...tookMs)).toBeLessThan(2 * seconds);
  });

  test("shows the task and its containers, live", async () => {
    await using tab = await openHome();
    expect(new Set(await namesOf(tab))).toEqual(new Set(["storefront", "web", "worker", "cache", "migration"]));
    const seen = new Set<string>();
    await until("the figures of the cache, which grows, move", async () => {
      seen.add((await cell(tab, "cache", "memory").textContent()) ?? "");
      return seen.size >= 3 ? true : undefined;
    });
    expect(await cell(tab, "migration", "state").textContent()).toMatch(/Stopped.*0/);
    expect(await cell(tab, "web", "health").textContent()).toBe("Healthy");
    expectNoComplaint(tab);
  });

  test("filters and sorts, keeps both in the address, and a copied address shows the same", async () => {
    await using tab = await openHome();
    await tab.page.getByRole("searchbox").fill("name=cache");
    await until("only the cache and its task are left", async () =>
      (await namesOf(tab)).join() === "storefront,cache" ? true : undefined,
    );
    await tab.page.getByRole("searchbox").fill("");
    await tab.page.getByRole("button", { name: "Memory" }).click();
    await expectSorted(tab, "descending");
    await using copy = await openHome(new URL(tab.page.url()).search);
    await expectSorted(copy, "descending");
    await tab.page.getByRole("searchbox").fill("nonsense:1");
    await tab.page.getByText("There is no field “nonsense”").waitFor();
    expectNoComplaint(tab);
  });

  const expectSorted = async (tab: Tab, direction: string): Promise<void> => {
    await tab.page.locator(`th[aria-sort="${direction}"]`, { hasText: "Memory" }).waitFor();
    await until("containers stand in the order of their memory", async () => {
      const shown = await tab.page
        .locator("tr.container[data-line]")
        .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-line")));
      const { clusters } = tree.parse(await (await fetch(`${agent.url}/api/tree`)).json());
      const containers = clusters[0]?.services[0]?.tasks[0]?.containers ?? [];
      const ratio = (key: string | null): number =>
        containers.find((container) => container.key === key)?.figures.memoryRatio ?? -1;
      const ratios = shown.map(ratio);
      return ratios.length === 4 && ratios.every((value, at) => at === 0 || value <= (ratios[at - 1] ?? 1) + 0.05)
        ? true
        : undefined;
    });
  };

  test("can be walked with the keyboard alone", async () => {
    await using tab = await openHome();
    const { keyboard } = tab.page;
    await keyboard.press("/");
    await keyboard.type("worker");
    await until("the filter holds", async () =>
      (await namesOf(tab)).join() === "storefront,worker" ? true : undefined,
    );
    await keyboard.press("Escape");
    await until("the filter is gone", async () => ((await namesOf(tab)).length === 5 ? true : undefined));
    await keyboard.press("Escape");
    await keyboard.press("Home");
    await keyboard.press("ArrowDown");
    await tab.page.locator("tr.task:focus").waitFor();
    await keyboard.press("ArrowLeft");
    await until("the task is folded", async () => ((await namesOf(tab)).length === 1 ? true : undefined));
    await keyboard.press("ArrowRight");
    await until("the task is open again", async () => ((await namesOf(tab)).length === 5 ? true : undefined));
    await keyboard.press("ArrowDown");
    await tab.page.locator("tr.container:focus").waitFor();
    await keyboard.press("Enter");
    await tab.page.waitForURL(/key=/);
    await tab.page.locator("main canvas").first().waitFor();
    await keyboard.press("Escape");
    await tab.page.getByRole("heading", { level: 1, name: "storefront" }).waitFor();
    await keyboard.press("Escape");
    await tab.page.locator("tr[data-line]:focus").waitFor();
    expect(new URL(tab.page.url()).searchParams.has("key")).toBe(false);
    expectNoComplaint(tab);
  });

  test("speaks Japanese to who reads Japanese, and English when told so", async () => {
    await using tab = await openHome("", { locale: "ja-JP" });
    expect(await tab.page.locator("html").getAttribute("lang")).toBe("ja");
    await tab.page.getByRole("columnheader", { name: "メモリ" }).waitFor();
    await tab.page.getByLabel("言語").selectOption("en");
    await tab.page.getByRole("columnheader", { name: "Memory" }).waitFor();
    expect(await tab.page.locator("html").getAttribute("lang")).toBe("en");
    expectNoComplaint(tab);
  });

  test("does not scroll sideways at 320 pixels", async () => {
    await using tab = await openHome("", { viewport: { width: 320, height: 640 } });
    const [wide, room] = await tab.page.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    expect(wide).toBeLessThanOrEqual(room);
  });
});

describe("axe finds nothing", () => {
  const views = {
    home: async () => "",
    task: async () => `?key=${encodeURIComponent(await keyOf("storefront"))}`,
    container: async () => `?key=${encodeURIComponent(await keyOf("web"))}`,
    agent: async () => "?view=agent",
  };

  const keyOf = async (name: string): Promise<string> => {
    await using tab = await openHome();
    return (await line(tab, name).first().getAttribute("data-line")) ?? "";
  };

  for (const [view, query] of Object.entries(views)) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`${view}, ${colorScheme}`, async () => {
        await using tab = await browser.open(`${agent.url}/${await query()}`, { colorScheme });
        await tab.page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
        await tab.page.locator("main canvas, tr[data-line], .agent .panel + .panel").first().waitFor();
        expect(await axeFindings(tab.page)).toEqual([]);
        expectNoComplaint(tab);
      });
    }
  }
});

describe("axe finds nothing, either, in what opens within a view", () => {
  const openings = {
    "the help": async ({ page }: Tab) => {
      await page.getByRole("button", { name: "Keys and filter" }).click();
      await page.locator("dialog[open]").waitFor();
    },
    "the choice of columns": async ({ page }: Tab) => {
      await page.getByRole("button", { name: "Columns" }).click();
      await page.getByRole("checkbox").first().waitFor();
    },
    "a filter that is not understood": async ({ page }: Tab) => {
      await page.getByRole("searchbox").fill("nonsense:1");
      await page.getByText("There is no field “nonsense”").waitFor();
    },
    "a chart as a table": async (tab: Tab) => {
      await line(tab, "web").locator("th a").click();
      await tab.page.locator("main canvas").first().waitFor();
      await tab.page
        .getByRole("button", { name: /^Table/ })
        .first()
        .click();
      await tab.page.locator(".points td").first().waitFor();
    },
  };

  for (const [what, open] of Object.entries(openings)) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`${what}, ${colorScheme}`, async () => {
        await using tab = await openHome("", { colorScheme });
        await open(tab);
        expect(await axeFindings(tab.page)).toEqual([]);
        expectNoComplaint(tab);
      });
    }
  }

  test.each(["light", "dark"] as const)("cards on a narrow screen, in Japanese, %s", async (colorScheme) => {
    await using tab = await openHome("", { colorScheme, locale: "ja-JP", viewport: { width: 375, height: 812 } });
    await tab.page.locator("table.cards").waitFor();
    expect(await axeFindings(tab.page)).toEqual([]);
    expectNoComplaint(tab);
  });
});

test("the agent's view tells what apps say of themselves", async () => {
  await using tab = await browser.open(`${agent.url}/?view=agent`);
  const apps = tab.page.locator("section.panel", { has: tab.page.getByRole("heading", { name: "Apps' own metrics" }) });
  const requests = apps.locator(".options > div", { hasText: "http_request_duration_seconds" });
  await requests.getByText(/^\d+ observed, mean \d/).waitFor();
  await apps.getByRole("searchbox").fill("carts");
  await requests.waitFor({ state: "detached" });
  await apps.getByText("Carts that nobody has paid for yet.").waitFor();
});

describe("what happens", () => {
  test("a restart is counted and told", async () => {
    await using tab = await openHome();
    const before = Number((await cell(tab, "worker", "restarts").textContent()) ?? "0");
    await simulation.fault({ kind: "restart", container: "worker" });
    await until("one more restart is shown", async () => {
      const now = Number((await cell(tab, "worker", "restarts").textContent()) ?? "0");
      return now === before + 1 ? true : undefined;
    });
    await line(tab, "worker").locator("th a").click();
    await tab.page.getByText("Restarted").first().waitFor();
    expectNoComplaint(tab);
  });

  test("a line that changes its place with the figures keeps the focus", async () => {
    await using tab = await openHome("?sort=-memory");
    const focusedName = (): Promise<string[]> => tab.page.locator("tr[data-line]:focus th a").allTextContents();
    // The table has a line for the keyboard, and so hears it.
    await tab.page.locator("tr[data-line][tabindex='0']").waitFor();
    await until("containers stand by their memory", async () =>
      (await namesOf(tab)).join() === "storefront,cache,web,worker,migration" ? true : undefined,
    );
    for (const key of ["Home", "ArrowDown", "ArrowDown", "ArrowDown"]) await tab.page.keyboard.press(key);
    expect(await focusedName()).toEqual(["web"]);
    await simulation.fault({ kind: "stop", container: "web", exitCode: "0" });
    await until("what has ended has no memory, and stands last", async () =>
      (await namesOf(tab)).indexOf("web") > 2 ? true : undefined,
    );
    expect(await focusedName()).toEqual(["web"]);
    expectNoComplaint(tab);
  });

  test("a container that fails says its exit code, and stays", async () => {
    await using tab = await openHome();
    await simulation.fault({ kind: "stop", container: "cache", exitCode: "3" });
    await cell(tab, "cache", "state")
      .getByText(/Failed/)
      .waitFor();
    expect(await cell(tab, "cache", "state").textContent()).toContain("3");
    await using later = await openHome("?filter=status:stopped");
    expect(await namesOf(later)).toContain("cache");
    expectNoComplaint(tab);
  });

  test("an endpoint that fails is named, with what to do, and the rest goes on", async () => {
    await using tab = await openHome();
    await simulation.fault({ kind: "server-error", forMs: "6000" });
    await tab.page.locator(".banner").getByText("The task metadata endpoint answers with an error").waitFor();
    expect(await namesOf(tab)).toContain("web");
  });
});
