import { compose } from "../src/app/compose.ts";
import { nodeServices } from "../src/app/node-services.ts";
import { whereAmI } from "../src/app/where-am-i.ts";
import { loadSettings } from "../src/config/load.ts";
import { nodeLog } from "../src/platform/log.ts";
import { openServer } from "../src/web/server.ts";
import { cpuMs } from "./cpu.ts";
import { intervalMs, startMs, ticks } from "./scenario.ts";
import { steppedClock } from "./stepped-clock.ts";

/**
 * The agent, wired as in production but for its clock: it collects when told to. Its parent moves the endpoint's clock
 * on (message `advance`), and scrapes it when it has sent its figures.
 */
const clock = steppedClock(startMs);
const services = { ...nodeServices(), clock };
const { environment, files } = services;
const { settings } = await loadSettings({
  environment,
  files,
  overrides: { server: { host: "127.0.0.1", port: 0 }, log: { level: "error" } },
});
const place = await whereAmI({ environment, files, form: settings.agent.form });
const agent = compose({ settings, place, services, log: nodeLog({ level: "error", format: "json" }) });
const server = await openServer({ serve: services.serve, host: "127.0.0.1", port: 0, site: () => agent.site });
if (!server.ok) throw new Error(server.problem.code);

const advanced = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("message", () => resolve());
    process.send?.("advance");
  });

const collect = async (): Promise<void> => {
  await Promise.all(agent.runners.map((runner) => runner.collect()));
  agent.snapshots.publish();
};

const collections: number[] = [];
const renders: number[] = [];
const metrics = agent.routes.find(({ path }) => path === "/metrics");
const request = {
  method: "GET",
  path: "/metrics",
  query: new URLSearchParams(),
  headers: {},
  remoteAddress: "127.0.0.1",
};

await Promise.all(agent.runners.map((runner) => runner.start()));
for (let tick = 0; tick < ticks; tick += 1) {
  await advanced();
  clock.advance(intervalMs);
  const before = cpuMs();
  await collect();
  collections.push(cpuMs() - before);
  const renderFrom = performance.now();
  await metrics?.answer(request);
  renders.push(performance.now() - renderFrom);
}

const failed = agent.runners.filter((runner) => runner.health().up !== true).map(({ name }) => name);
if (agent.runners.length === 0 || failed.length > 0) throw new Error(`no good collection: ${failed.join(", ")}`);

globalThis.gc?.();
const { rss, heapUsed } = process.memoryUsage();
const entries = agent.snapshots.current().entries;
process.send?.({
  port: server.port,
  containers: entries.filter(({ resource }) => resource.scope === "container").length,
  collections,
  renders,
  rss,
  heapUsed,
});
process.on("message", (message) => {
  if (message === "cpu") process.send?.({ cpuMs: cpuMs() });
});
process.on("disconnect", () => process.exit());
