import { compose } from "../../src/app/compose.ts";
import { start } from "../../src/app/lifecycle.ts";
import { nodeServices } from "../../src/app/node-services.ts";
import { whereAmI } from "../../src/app/where-am-i.ts";
import { loadSettings } from "../../src/config/load.ts";
import { merge, type Tree } from "../../src/config/tree.ts";
import { nodeLog } from "../../src/platform/log.ts";

/** The agent in this process, on a free port of loopback, with an interval of a second. */
export const runningAgent = async (environment: Readonly<Record<string, string>>, overrides: Tree = {}) => {
  const services = nodeServices();
  const quiet: Tree = {
    intervalMs: 1000,
    stopTimeoutMs: 3100,
    server: { host: "127.0.0.1", port: 0 },
    buffer: { storage: "memory" },
    inputs: { "docker-engine": { enabled: "off" } },
  };
  const loaded = await loadSettings({ environment, files: services.files, overrides: merge(quiet, overrides) });
  const place = await whereAmI({ environment, files: services.files, form: loaded.settings.agent.form });
  const log = nodeLog({ level: "silent", format: "json" });
  const agent = compose({ settings: loaded.settings, place, services, log });
  const stop = new AbortController();
  const { from, problems } = loaded;
  const started = await start({ agent, services, log, from, problems: () => problems, signal: stop.signal });
  if (!started.ok) throw new Error(started.problem.code);
  return {
    origin: `http://127.0.0.1:${started.port}`,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      stop.abort();
      await started.stopped;
    },
  };
};
