import { createServer, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { type Agent, program, startAgent } from "./servers/agent.ts";
import { axeFindings, type Browser, startBrowser } from "./servers/browser.ts";
import { bareEnvironment } from "./servers/child.ts";
import { run } from "./servers/run.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { until } from "./servers/wait.ts";

/** Who may read the page, in a real browser: names of hosts that all lead to this machine stand for other ways in. */
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const named = "vitals.example";
const foreign = "rebound.example";

let simulation: SimulationProcess;
let agent: Agent;
let browser: Browser;

const token = "a-token-of-the-test";

beforeAll(async () => {
  simulation = stack.use(await startSimulationProcess("--scripted", "--shape", "ec2-bridge"));
  agent = stack.use(
    await startAgent({
      env: {
        ...simulation.environment,
        TASKVITALS_SERVER_HOSTS: named,
        TASKVITALS_SERVER_TOKEN: token,
      },
    }),
  );
  browser = stack.use(await startBrowser(named, foreign));
});

const at = (host: string): string => `http://${host}:${agent.port}`;

test("another name that leads here is refused: no page can rebind its name to the agent", async () => {
  await using tab = await browser.open(`${at(foreign)}/`);
  expect(await tab.page.locator("body").innerText()).toContain("does not answer to that host name");
});

/** What `taskvitals open` prints on the agent's machine. */
const openLink = async (): Promise<string> => {
  const said = await run([process.execPath, program, "open", "--host", at(named)], {
    env: { ...bareEnvironment("/"), TASKVITALS_SERVER_PORT: String(agent.port), TASKVITALS_SERVER_HOSTS: named },
  });
  return said.trim();
};

test("from elsewhere the page asks for a link, and the link of `taskvitals open` lets in once, for a session", async () => {
  await using tab = await browser.open(`${at(named)}/`);
  expect(await tab.page.locator("body").innerText()).toContain("taskvitals open");
  const link = await openLink();
  await tab.page.goto(link);
  await tab.page.locator("tr[data-line]").first().waitFor();
  expect(tab.page.url()).toBe(`${at(named)}/`);
  await tab.page.reload();
  await tab.page.locator("tr[data-line]").first().waitFor();
  const cookies = await tab.page.context().cookies();
  expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
    { httpOnly: true, sameSite: "Strict" },
  ]);

  await using other = await browser.open(link);
  expect(await other.page.locator("body").innerText()).toContain("A link works once");
});

test("from elsewhere the token lets programs in, a wrong one or none does not", async () => {
  // The page of the refusal may ask nobody; here it stands for a program.
  await using tab = await browser.open(`${at(named)}/`, { bypassCSP: true });
  const statusWith = (headers: Readonly<Record<string, string>>): Promise<number> =>
    tab.page.evaluate<number>(`fetch("/api/tree", ${JSON.stringify({ headers })}).then(({ status }) => status)`);
  expect(await statusWith({})).toBe(401);
  expect(await statusWith({ authorization: `Bearer ${token.toUpperCase()}` })).toBe(401);
  expect(await statusWith({ authorization: `Bearer ${token}` })).toBe(200);
});

test("over plain HTTP from elsewhere, where a browser closes the clipboard to scripts, an ARN can be copied all the same", async () => {
  await using tab = await browser.open(await openLink());
  const { page } = tab;
  await page.locator("tr.task[data-line]").first().waitFor();
  expect(await page.evaluate<boolean>("isSecureContext")).toBe(false);
  await page.locator("tr.task[data-line] th a").first().click();
  const fact = page.locator(".facts div", { has: page.getByText("Task ARN", { exact: true }) });
  // It says so for two seconds, in which nobody may look.
  await page.evaluate(`new MutationObserver((changes) => {
    for (const { target } of changes) if (target.textContent === "Copied") target.dataset.said = "Copied";
  }).observe(document.querySelector("main"), { childList: true, subtree: true })`);
  await fact.getByRole("button").click();
  await fact.locator("[role=status][data-said=Copied]").waitFor({ state: "attached" });
  await page.getByRole("link", { name: "Tasks" }).first().click();
  await page.getByRole("searchbox").focus();
  await page.keyboard.press("Control+V");
  await until("the ARN is in the box", async () =>
    /^arn:aws:ecs:[^ ]+:task\/simulated\/[0-9a-f]{32}$/.test(await page.getByRole("searchbox").inputValue())
      ? true
      : undefined,
  );
  // Chromium says of every such address that one of the page's headers has no meaning there.
  expect(tab.complaints.filter((text) => !text.includes("Cross-Origin-Opener-Policy"))).toEqual([]);
});

describe("a page of another site", () => {
  test("reads nothing of the agent, although the browser is on the agent's machine", async () => {
    const site = createServer((_, reply) => reply.setHeader("content-type", "text/html").end("<!doctype html><p>x"));
    const port = await freePort();
    await new Promise<void>((resolve) => site.listen(port, "127.0.0.1", resolve));
    stack.defer(() => void site.close());
    await using tab = await browser.open(`http://${foreign}:${port}/`);
    const read = await tab.page.evaluate<string>(
      `fetch("${agent.url}/api/tree").then((answer) => answer.text()).catch((error) => "nothing: " + error.name)`,
    );
    expect(read).toBe("nothing: TypeError");
    // Chromium does not even ask; the agent would refuse.
    const asked = await fetch(`${agent.url}/api/tree`, { headers: { origin: `http://${foreign}:${port}` } });
    expect(asked.status).toBe(403);
  });
});

test("whatever a container is called is shown as text", async () => {
  const hostile = `<img src=x onerror="document.title='caught'">`;
  const source = new URL(simulation.environment.ECS_CONTAINER_METADATA_URI_V4 ?? "");
  // The simulated endpoint, with one container that is called otherwise.
  const renamed = async (path: string, reply: ServerResponse): Promise<void> => {
    const answer = await fetch(new URL(path, source));
    const body = (await answer.text()).replace(
      /("Name": ?)"cache"/g,
      (_, key: string) => key + JSON.stringify(hostile),
    );
    reply.writeHead(answer.status, { "content-type": "application/json" }).end(body);
  };
  const endpoint = createServer((incoming, reply) => {
    renamed(incoming.url ?? "/", reply).catch(() => reply.destroy());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => endpoint.listen(port, "127.0.0.1", resolve));
  stack.defer(() => void endpoint.close());
  const environment = {
    ...simulation.environment,
    ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:${port}${source.pathname}`,
  };
  await using other = await startAgent({ env: environment });
  await using tab = await browser.open(`${other.url}/`);
  const name = tab.page.locator("tr[data-line] th a", { hasText: "<img" });
  await name.waitFor();
  expect(await name.textContent()).toBe(hostile);
  await name.click();
  await tab.page.getByRole("heading", { level: 1 }).waitFor();
  expect(await tab.page.locator("img[src='x']").count()).toBe(0);
  expect(await tab.page.title()).not.toContain("caught");
  expect(tab.complaints).toEqual([]);
});

test("an agent that is stopped and started again: the page says so, waits, and goes on by itself", async () => {
  const port = await freePort();
  const env = { ...simulation.environment, TASKVITALS_INTERVAL_MS: "1000" };
  await using first = await startAgent({ env, port });
  await using tab = await browser.open(`${first.url}/`);
  await tab.page.locator("tr.container[data-line]").nth(1).waitFor();
  await first.child.end("SIGTERM");
  await tab.page.getByText("The agent has not answered since").waitFor();
  expect(await tab.page.locator("tr.container[data-line]").count()).toBeGreaterThan(1);
  expect(await axeFindings(tab.page)).toEqual([]);
  await using _second = await startAgent({ env, port });
  await tab.page.getByText("The agent was started anew").waitFor();
  await tab.page.getByText("Live", { exact: true }).first().waitFor();
});

test("with nothing to see the page says why, and what to do", async () => {
  await using lonely = await startAgent({ env: {} });
  for (const colorScheme of ["light", "dark"] as const) {
    await using tab = await browser.open(`${lonely.url}/`, { colorScheme });
    await tab.page.getByRole("heading", { name: "Nothing to see yet" }).waitFor();
    await tab.page.getByText("taskvitals demo").first().waitFor();
    expect(await axeFindings(tab.page)).toEqual([]);
  }
});
