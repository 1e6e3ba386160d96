import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Agent, startAgent } from "./servers/agent.ts";
import { axeFindings, type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { readTree } from "./servers/shown.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { until } from "./servers/wait.ts";

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

/** A cell may be empty for a moment: figures that are old are withdrawn. */
const expectCell = (tab: Tab, name: string, column: string, wanted: RegExp): Promise<true> =>
  until<true>(`${column} of ${name} is ${wanted.source}`, async () => {
    const text = (await cell(tab, name, column).textContent()) ?? "";
    if (wanted.test(text)) return true;
    throw new Error(text);
  });

const expectNames = (tab: Tab, what: string, ...wanted: readonly string[]): Promise<true> =>
  until<true>(what, async () => {
    const names = await namesOf(tab);
    if (names.toSorted().join() === wanted.toSorted().join()) return true;
    throw new Error(names.join());
  });

const everything = ["storefront", "web", "worker", "cache", "migration"];

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
    // Other programs on the machine may hold up any of them, and nothing makes one faster than the page is.
    while (tookMs.length < 20 && !tookMs.some((ms) => ms < 2 * seconds)) {
      // A tab of its own, with nothing of the page yet.
      await using tab = await browser.open(`${agent.url}/healthz`);
      const before = performance.now();
      await tab.page.goto(`${agent.url}/`);
      await cell(tab, "worker", "memory").getByText(/\d/).first().waitFor();
      tookMs.push(performance.now() - before);
    }
    expect(Math.min(...tookMs), tookMs.map(Math.round).join(", ")).toBeLessThan(2 * seconds);
  });

  test("shows the task and its containers, live", async () => {
    await using tab = await openHome();
    await expectNames(tab, "the task and its containers are there", ...everything);
    const seen = new Set<string>();
    await until("the figures of the cache, which grows, move", async () => {
      seen.add((await cell(tab, "cache", "memory").textContent()) ?? "");
      return seen.size >= 3 ? true : undefined;
    });
    await expectCell(tab, "migration", "state", /Stopped.*0/);
    await expectCell(tab, "web", "health", /^Healthy$/);
    expectNoComplaint(tab);
  });

  test("filters and sorts, keeps both in the address, and a copied address shows the same", async () => {
    await using tab = await openHome();
    await tab.page.getByRole("searchbox").fill("name=cache");
    await expectNames(tab, "only the cache and its task are left", "storefront", "cache");
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
      const names = await tab.page.locator("tr.container[data-line] th a").allTextContents();
      const shown = await readTree(agent);
      const ratios = names.map((name) => shown.container(name).figures.memoryRatio ?? -1);
      // The one that has ended has none.
      return ratios.filter((ratio) => ratio >= 0).length === 3 &&
        ratios.every((ratio, at) => at === 0 || ratio <= (ratios[at - 1] ?? 1) + 0.05)
        ? true
        : undefined;
    });
  };

  test("can be walked with the keyboard alone", async () => {
    await using tab = await openHome();
    const { keyboard } = tab.page;
    await keyboard.press("/");
    await keyboard.type("worker");
    await expectNames(tab, "the filter holds", "storefront", "worker");
    await keyboard.press("Escape");
    await expectNames(tab, "the filter is gone", ...everything);
    await keyboard.press("Escape");
    await keyboard.press("Home");
    await keyboard.press("ArrowDown");
    await tab.page.locator("tr.task:focus").waitFor();
    await keyboard.press("ArrowLeft");
    await expectNames(tab, "the task is folded", "storefront");
    await keyboard.press("ArrowRight");
    await expectNames(tab, "the task is open again", ...everything);
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
    await tab.page.locator("html[lang=ja]").waitFor();
    await tab.page.getByRole("columnheader", { name: "メモリ" }).waitFor();
    await tab.page.getByLabel("言語").selectOption("en");
    await tab.page.getByRole("columnheader", { name: "Memory" }).waitFor();
    await tab.page.locator("html[lang=en]").waitFor();
    expectNoComplaint(tab);
  });

  test("does not scroll sideways at 320 pixels", async () => {
    await using tab = await openHome("", { viewport: { width: 320, height: 640 } });
    // The table learns its width from a first drawing.
    await tab.page.locator("table.cards").waitFor();
    await until("nothing is wider than the window", async () => {
      const [wide, room] = await tab.page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, innerWidth]",
      );
      return wide <= room ? true : undefined;
    });
  });
});

describe("axe finds nothing", () => {
  const views = {
    home: async () => "",
    task: async () => `?key=${encodeURIComponent(await keyOf("storefront"))}`,
    container: async () => `?key=${encodeURIComponent(await keyOf("web"))}`,
    agent: async () => "?view=agent",
  };

  const keyOf = (name: string): Promise<string> =>
    until(`${name} has a key`, async () => {
      const { tasks } = await readTree(agent);
      return [...tasks, ...tasks.flatMap(({ containers }) => containers)].find((each) => each.name === name)?.key;
    });

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
  await requests.getByText(/\d in all$/).waitFor();
  await apps.getByRole("searchbox").fill("carts");
  await requests.waitFor({ state: "detached" });
  await apps.getByText("Carts that nobody has paid for yet.").waitFor();
});

describe("what happens", () => {
  test("a restart is counted and told", async () => {
    await using tab = await openHome();
    const restarts = async (): Promise<number | undefined> => {
      const text = (await cell(tab, "worker", "restarts").textContent()) ?? "";
      return /^\d+$/.test(text) ? Number(text) : undefined;
    };
    const before = await until("restarts are told", restarts);
    await simulation.fault({ kind: "restart", container: "worker" });
    await until("one more restart is shown", async () => ((await restarts()) === before + 1 ? true : undefined));
    await line(tab, "worker").locator("th a").click();
    await tab.page.getByText("Restarted").first().waitFor();
    expectNoComplaint(tab);
  });

  test("a line that changes its place with the figures keeps the focus", async () => {
    await using tab = await openHome("?sort=-memory");
    const focusedName = async (): Promise<string> =>
      (await tab.page.locator("tr[data-line]:focus th a").allTextContents()).join();
    // The table has a line for the keyboard, and so hears it.
    await tab.page.locator("tr[data-line][tabindex='0']").waitFor();
    await until("what has ended has no memory, and stands last", async () =>
      (await namesOf(tab)).at(-1) === "migration" ? true : undefined,
    );
    // Lines may change places before any key.
    await until<true>("keys lead to web", async () => {
      const [focused, names] = [await focusedName(), await namesOf(tab)];
      if (focused === "web") return true;
      await tab.page.keyboard.press(names.indexOf(focused) > names.indexOf("web") ? "ArrowUp" : "ArrowDown");
      throw new Error(focused);
    });
    await simulation.fault({ kind: "stop", container: "web", exitCode: "0" });
    await until("web has ended, and stands behind the other that has", async () =>
      (await namesOf(tab)).at(-1) === "web" ? true : undefined,
    );
    expect(await focusedName()).toBe("web");
    expectNoComplaint(tab);
  });

  test("a container that fails says its exit code, and stays", async () => {
    await using tab = await openHome();
    await simulation.fault({ kind: "stop", container: "cache", exitCode: "3" });
    await expectCell(tab, "cache", "state", /Failed.*3/);
    await using later = await openHome("?filter=status:stopped");
    await expectCell(later, "cache", "state", /Failed.*3/);
    expectNoComplaint(tab);
  });

  test("an endpoint that fails is named, with what to do, and the rest goes on", async () => {
    await using tab = await openHome();
    await simulation.fault({ kind: "server-error" });
    await tab.page.locator(".banner").getByText("The task metadata endpoint answers with an error").waitFor();
    await expectNames(tab, "nothing has gone", ...everything);
    await simulation.heal();
    await expectCell(tab, "worker", "memory", /\d/);
  });
});
