import { afterAll, beforeAll, expect, test } from "vitest";
import { type Agent, startAgent } from "./servers/agent.ts";
import { type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { inkedPixels } from "./servers/inked-pixels.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { until } from "./servers/wait.ts";

/** Charts as they are drawn by Debian's Chromium: their pixels, and one cursor for all of them. */
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

const openDetail = async (name: string, options: Parameters<Browser["open"]>[1] = {}): Promise<Tab> => {
  const tab = await browser.open(`${agent.url}/`, options);
  await tab.page.locator("tr[data-line] th a", { hasText: name }).first().click();
  await tab.page.locator("main canvas").first().waitFor();
  return tab;
};

test.each(["light", "dark"] as const)(
  "line, limit and axes are there in the colours of the %s theme",
  async (colorScheme) => {
    await using tab = await openDetail("cache", { colorScheme });
    for (const property of ["--series-1", "--bad", "--muted"]) {
      await until(`${property} is drawn`, async () =>
        (await inkedPixels(tab.page, property)) > 20 ? true : undefined,
      );
    }
    expect(tab.complaints).toEqual([]);
  },
);

test("a change of theme draws anew", async () => {
  await using tab = await openDetail("cache", { colorScheme: "light" });
  await tab.page.emulateMedia({ colorScheme: "dark" });
  await until("the dark theme's line is drawn", async () =>
    (await inkedPixels(tab.page, "--series-1")) > 20 ? true : undefined,
  );
  expect(await tab.page.locator("html").getAttribute("data-theme")).toBe("dark");
});

test("as many pixels as the screen has, also after the window has another width", async () => {
  await using tab = await openDetail("cache", { deviceScaleFactor: 2 });
  const sizes = (): Promise<number[]> =>
    tab.page.evaluate<number[]>(`(() => {
      const canvas = document.querySelector("main canvas");
      return [canvas.width, 2 * canvas.parentElement.clientWidth, canvas.height, 2 * canvas.clientHeight];
    })()`);
  const expectSharp = (): Promise<true> =>
    until("two pixels for each", async () => {
      const [width, wanted, height, wantedHeight] = await sizes();
      return width === wanted && height === wantedHeight ? true : undefined;
    });
  await expectSharp();
  const [before] = await sizes();
  await tab.page.setViewportSize({ width: 400, height: 800 });
  await expectSharp();
  expect((await sizes())[0]).toBeLessThan(before ?? 0);
});

/** How many charts there are, and how many of them have the cursor: at one moment. */
const cursorsOf = async ({ page }: Tab): Promise<{ readonly charts: number; readonly cursors: number }> => {
  const [charts = 0, cursors = 0] = await page.evaluate<number[]>(
    `[".plot", ".plot .cursor-line:not([hidden])"].map((each) => document.querySelectorAll(each).length)`,
  );
  return { charts, cursors };
};

const expectEverywhere = (tab: Tab): Promise<true> =>
  until<true>("each chart has its cursor", async () => {
    const { charts, cursors } = await cursorsOf(tab);
    if (charts > 2 && cursors === charts) return true;
    throw new Error(`${cursors} of ${charts} charts`);
  });

const expectNowhere = (tab: Tab): Promise<true> =>
  until("no chart has one", async () => ((await cursorsOf(tab)).cursors === 0 ? true : undefined));

/** A place in the first chart where figures are, away from its edges: a note above the charts may move them. */
const amidFirst = async (tab: Tab): Promise<{ readonly x: number; readonly y: number }> => {
  const plot = tab.page.locator(".plot").first();
  await until("five figures are there", async () =>
    Number(await plot.getAttribute("aria-valuemax")) >= 5 ? true : undefined,
  );
  const { width, height } = (await plot.boundingBox()) ?? { width: 0, height: 0 };
  return { x: width - 60, y: height / 2 };
};

test("the pointer moves one cursor through all charts, and takes it away", async () => {
  await using tab = await openDetail("cache");
  await tab.page
    .locator(".plot")
    .first()
    .hover({ position: await amidFirst(tab) });
  await expectEverywhere(tab);
  await tab.page.locator(".cursor-dot:visible").first().waitFor();
  await tab.page
    .locator(".legend")
    .first()
    .getByText(/\d\d:\d\d:\d\d/)
    .waitFor();
  await tab.page.mouse.move(1, 1);
  await expectNowhere(tab);
});

test("a finger that is lifted leaves the cursor where it was, until something else is touched", async () => {
  await using tab = await openDetail("cache", { hasTouch: true });
  const plot = tab.page.locator(".plot").first();
  await plot.tap({ position: await amidFirst(tab) });
  await expectEverywhere(tab);
  const shown = await plot.getAttribute("aria-valuemax");
  await until("more figures have come", async () =>
    (await plot.getAttribute("aria-valuemax")) === shown ? undefined : true,
  );
  await expectEverywhere(tab);
  // A finger that rests there: no press of a mouse follows, as one does on a tap.
  const { x, y } = (await tab.page.getByRole("heading", { level: 1 }).boundingBox()) ?? { x: 0, y: 0 };
  const touch = await tab.page.context().newCDPSession(tab.page);
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: x + 5, y: y + 5 }] });
  await expectNowhere(tab);
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
});

test("another chart that is touched has the cursor's place", async () => {
  await using tab = await openDetail("cache", { hasTouch: true });
  const position = await amidFirst(tab);
  await tab.page.locator(".plot").first().tap({ position });
  await expectEverywhere(tab);
  const place = (): Promise<number> =>
    tab.page.evaluate<number>(
      `document.querySelector(".plot .cursor-line").getBoundingClientRect().left - document.querySelector(".plot").getBoundingClientRect().left`,
    );
  await tab.page
    .locator(".plot")
    .nth(1)
    .tap({ position: { ...position, x: position.x + 40 } });
  await until("the first chart's cursor has gone there too", async () =>
    (await place()) > position.x + 20 ? true : undefined,
  );
  await expectEverywhere(tab);
});

test("so do the arrow keys, and Escape", async () => {
  await using tab = await openDetail("cache");
  const plot = tab.page.locator(".plot").first();
  await plot.focus();
  const pressed = async (...keys: readonly string[]): Promise<string | null> => {
    for (const key of keys) await tab.page.keyboard.press(key);
    return await plot.getAttribute("aria-valuenow");
  };
  // Once more when the history came between two keys: then there are times before the first.
  await until("the cursor is at the first time", async () =>
    (await pressed("Home")) === "0" && (await cursorsOf(tab)).cursors > 2 ? true : undefined,
  );
  await until("and one further", async () => ((await pressed("Home", "ArrowRight")) === "1" ? true : undefined));
  await tab.page.keyboard.press("Escape");
  await expectNowhere(tab);
  expect(new URL(tab.page.url()).searchParams.has("key")).toBe(true);
});
