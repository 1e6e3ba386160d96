import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type BrowserContextOptions, type Browser as Chromium, chromium, type Page } from "playwright-core";
import { z } from "zod";
import { requirePrograms } from "./required.ts";
import { patienceMs } from "./wait.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A page and what the browser complained of while it was open. */
export interface Tab extends AsyncDisposable {
  readonly page: Page;
  /** Errors on the console, uncaught exceptions, blocked or failed requests. */
  readonly complaints: readonly string[];
  /** Addresses of all requests that left the page. */
  readonly requested: readonly string[];
}

export interface Browser extends AsyncDisposable {
  readonly version: string;
  open(url: string, options?: BrowserContextOptions): Promise<Tab>;
}

/** Debian's Chromium without a window. `names` are host names that lead to this machine. */
export const startBrowser = async (...names: readonly string[]): Promise<Browser> => {
  requirePrograms("chromium");
  // No name but these leads anywhere.
  const rules = [...names.map((name) => `MAP ${name} 127.0.0.1`), "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"].join(", ");
  const browser: Chromium = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    // CI runs as root, where Chromium has no sandbox of its own.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb", `--host-resolver-rules=${rules}`],
  });
  return {
    version: browser.version(),
    open: async (url, options = {}) => {
      const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", bypassCSP: false, ...options });
      context.setDefaultTimeout(patienceMs);
      const page = await context.newPage();
      const complaints: string[] = [];
      const requested: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
      page.on("request", (request) => requested.push(request.url()));
      await page.goto(url);
      return { page, complaints, requested, [Symbol.asyncDispose]: () => context.close() };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
};

const axeReport = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().default("") })),
    }),
  ),
});

/** What axe holds against the page as it is now, a line a finding; its script comes from outside the page's policy. */
export const axeFindings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource);
  // All that it can say of what it has nothing against takes a third of its time.
  const said = await page.evaluate(`axe.run(document, { resultTypes: ["violations"], selectors: false })`);
  const { violations } = axeReport.parse(said);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
};
