import { afterAll, beforeAll, expect, test } from "vitest";
import { type Agent, startAgent } from "./servers/agent.ts";
import { type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { inkedPixels } from "./servers/inked-pixels.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { waitFor } from "./servers/wait.ts";

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

const until = <T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> =>
  waitFor({ what, deadlineMs: 20_000, attempt });

test.each(["light", "dark"] as const)(
  "line, limit and axes are there in the colours of the %s theme",
  async (colorScheme) => {
    await using tab = await openDetail("web", { colorScheme });
    for (const property of ["--series-1", "--bad", "--muted"]) {
      await until(`${property} is drawn`, async () =>
        (await inkedPixels(tab.page, property)) > 20 ? true : undefined,
      );
    }
    expect(tab.complaints).toEqual([]);
  },
);

test("a change of theme draws anew", async () => {
  await using tab = await openDetail("web", { colorScheme: "light" });
  await tab.page.emulateMedia({ colorScheme: "dark" });
  await until("the dark theme's line is drawn", async () =>
    (await inkedPixels(tab.page, "--series-1")) > 20 ? true : undefined,
  );
  expect(await tab.page.locator("html").getAttribute("data-theme")).toBe("dark");
});

test("as many pixels as the screen has, also after the window has another width", async () => {
  await using tab = await openDetail("web", { deviceScaleFactor: 2 });
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

const cursors = ({ page }: Tab) => page.locator(".cursor-line:visible");

test("the pointer moves one cursor through all charts, and takes it away", async () => {
  await using tab = await openDetail("web");
  await until("five figures are there", async () =>
    Number(await tab.page.locator(".plot").first().getAttribute("aria-valuemax")) >= 5 ? true : undefined,
  );
  const charts = await tab.page.locator(".plot").count();
  expect(charts).toBeGreaterThan(2);
  const box = await tab.page.locator(".plot").first().boundingBox();
  await tab.page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 60, (box?.y ?? 0) + 60);
  await until("each chart has its cursor", async () => ((await cursors(tab).count()) === charts ? true : undefined));
  await tab.page.locator(".cursor-dot:visible").first().waitFor();
  await tab.page
    .locator(".legend")
    .first()
    .getByText(/\d\d:\d\d:\d\d/)
    .waitFor();
  await tab.page.mouse.move(1, 1);
  await until("no chart has one", async () => ((await cursors(tab).count()) === 0 ? true : undefined));
});

test("a finger that is lifted leaves the cursor where it was, until something else is touched", async () => {
  await using tab = await openDetail("web", { hasTouch: true });
  const plot = tab.page.locator(".plot").first();
  await until("five figures are there", async () =>
    Number(await plot.getAttribute("aria-valuemax")) >= 5 ? true : undefined,
  );
  const box = await plot.boundingBox();
  await tab.page.touchscreen.tap((box?.x ?? 0) + (box?.width ?? 0) - 60, (box?.y ?? 0) + 60);
  const charts = await tab.page.locator(".plot").count();
  await until("each chart has its cursor", async () => ((await cursors(tab).count()) === charts ? true : undefined));
  const shown = await plot.getAttribute("aria-valuemax");
  await until("more figures have come", async () =>
    (await plot.getAttribute("aria-valuemax")) === shown ? undefined : true,
  );
  expect(await cursors(tab).count()).toBe(charts);
  await tab.page.getByRole("heading", { level: 1 }).tap();
  await until("no chart has one", async () => ((await cursors(tab).count()) === 0 ? true : undefined));
});

test("so do the arrow keys, and Escape", async () => {
  await using tab = await openDetail("web");
  const plot = tab.page.locator(".plot").first();
  await plot.focus();
  await tab.page.keyboard.press("Home");
  await until("the cursor is at the first time", async () =>
    (await plot.getAttribute("aria-valuenow")) === "0" && (await cursors(tab).count()) > 2 ? true : undefined,
  );
  await tab.page.keyboard.press("ArrowRight");
  await until("and one further", async () => ((await plot.getAttribute("aria-valuenow")) === "1" ? true : undefined));
  await tab.page.keyboard.press("Escape");
  await until("and nowhere", async () => ((await cursors(tab).count()) === 0 ? true : undefined));
  expect(new URL(tab.page.url()).searchParams.has("key")).toBe(true);
});
