import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startAgent } from "../servers/agent.ts";
import { startBrowser } from "../servers/browser.ts";
import { startSimulationProcess } from "../servers/simulation.ts";

/**
 * `npm run screenshots [-- folder]`: every view of the page in Debian's Chromium, light and dark, wide and narrow, in
 * every language; the README's two among them. Needs what the end-to-end tests need.
 */
const folder = process.argv[2] ?? "screenshots";
/** What has run for a while has something to show. */
const runMs = 60_000;
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 375, height: 812 } };
const locales = { en: "en-US", ja: "ja-JP" };

await mkdir(folder, { recursive: true });
await using simulation = await startSimulationProcess("--shape", "ec2-bridge");
await using agent = await startAgent({ env: { ...simulation.environment, TASKVITALS_INTERVAL_MS: "1000" } });
await using browser = await startBrowser();
await pause(runMs / 2);
await simulation.fault({ kind: "restart", container: "worker" });
await pause(runMs / 2);

const keyOf = async (name: string): Promise<string> => {
  await using tab = await browser.open(`${agent.url}/`);
  const row = tab.page.locator("tr[data-line]", { has: tab.page.locator("th a", { hasText: name }) }).first();
  return (await row.getAttribute("data-line")) ?? "";
};

const views = {
  home: "",
  task: `?key=${encodeURIComponent(await keyOf("storefront"))}`,
  container: `?key=${encodeURIComponent(await keyOf("worker"))}`,
  apps: `?key=${encodeURIComponent(await keyOf("web"))}`,
  agent: "?view=agent",
};

for (const [view, query] of Object.entries(views)) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const [language, locale] of Object.entries(locales)) {
      for (const colorScheme of ["light", "dark"] as const) {
        await using tab = await browser.open(`${agent.url}/${query}`, { viewport, locale, colorScheme });
        await tab.page.locator("main canvas, tr[data-line], .agent .panel + .panel").first().waitFor();
        await pause(1500);
        if (view === "apps") await tab.page.locator(".apps").scrollIntoViewIfNeeded();
        const path = join(folder, `${view}-${size}-${language}-${colorScheme}.png`);
        await tab.page.screenshot({ path });
        process.stdout.write(`${path}\n`);
      }
    }
  }
}
