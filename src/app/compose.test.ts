import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { loadSettings } from "../config/load.ts";
import { openMemoryBuffer } from "../delivery/buffers/memory.ts";
import { nodeLog } from "../platform/log.ts";
import type { WhenFull } from "../ports/buffer.ts";
import { compose } from "./compose.ts";
import { nodeServices } from "./node-services.ts";
import { placeOf } from "./where-am-i.ts";

/** What every output's place in the buffer is opened with. */
const whenFullOf = async (environment: Readonly<Record<string, string>>) => {
  const clock = openFakeClock({ nowMs: Date.UTC(2026, 0, 1) });
  const services = { ...nodeServices(), clock, environment };
  const { settings, problems } = await loadSettings({ environment, files: services.files });
  expect(problems).toEqual([]);
  const place = placeOf({ environment, dockerSocketExists: false, form: "auto" });
  const agent = compose({ settings, place, services, log: nodeLog({ level: "silent", format: "json" }) });
  const asked: [name: string, whenFull: WhenFull][] = [];
  const buffer = openMemoryBuffer({ maxBytes: 1_000_000 }, { clock });
  agent.openDelivery({
    ...buffer,
    reader: (name, options) => {
      asked.push([name, options.whenFull]);
      return buffer.reader(name, options);
    },
  });
  return asked;
};

const twoOutputs = { MACKEREL_APIKEY: "k", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };

it("a full buffer drops the oldest, unless it is told to block", async () => {
  expect(await whenFullOf(twoOutputs)).toEqual([
    ["mackerel", "drop-oldest"],
    ["otlp", "drop-oldest"],
  ]);
  expect(await whenFullOf({ ...twoOutputs, TASKVITALS_BUFFER_WHEN_FULL: "block" })).toEqual([
    ["mackerel", "block"],
    ["otlp", "block"],
  ]);
});

const silent = nodeLog({ level: "silent", format: "json" });

/** A container that runs. Nothing listens at its port. */
const app = (id: string, createdMs: number) => ({
  container: { id, name: "web", labels: { "taskvitals.metrics": "prometheus" } },
  task: undefined,
  createdMs,
  networkMode: "default",
  ports: [{ containerPort: 80, protocol: "tcp", hostPort: createdMs, hostIp: "127.0.0.1" }],
  addresses: [],
});

/** Slots of what runs by container, as an agent that has just started gives them. */
const slotsIn = async (path: string, running: readonly ReturnType<typeof app>[], leaves?: true) => {
  const environment = { TASKVITALS_BUFFER_PATH: path, TASKVITALS_INPUTS_APP_METRICS_PATIENCE_MS: "0" };
  const services = { ...nodeServices(), environment };
  const { settings } = await loadSettings({ environment, files: services.files });
  const place = placeOf({ environment, dockerSocketExists: true, form: "auto" });
  const agent = compose({ settings, place, services, log: silent, ...(leaves && { leaves }) });
  const runner = agent.runners.find(({ name }) => name === "app-metrics");
  agent.kept.lasting.containers.publish("docker-engine", { vantage: "machine", containers: running, asOfMs: 0 });
  await runner?.collect();
  await runner?.stop();
  await services.http.close();
  const seen = runner
    ?.entries()
    .flatMap(({ resource }) => (resource.scope === "target" ? [[resource.container?.id, resource.target.slot]] : []));
  return Object.fromEntries(seen ?? []);
};

it("an agent that restarts gives every target the slot that it had; a look beside it does too, and leaves nothing", async () => {
  const root = await mkdtemp(join(tmpdir(), "taskvitals-slots-"));
  const path = join(root, "buffer");
  const [a, b, c] = [app("a", 1), app("b", 2), app("c", 3)];
  expect(await slotsIn(path, [b, c])).toEqual({ b: 1, c: 2 });
  expect(await readdir(root)).toEqual([]);
  expect(await slotsIn(path, [b, c], true)).toEqual({ b: 1, c: 2 });
  expect(await readdir(path)).toEqual(["app-metrics.kept"]);
  expect(await slotsIn(path, [a, c])).toEqual({ a: 1, c: 2 });
  expect(await slotsIn(path, [a, b, c], true)).toEqual({ a: 3, b: 1, c: 2 });
  await rm(root, { recursive: true });
});
