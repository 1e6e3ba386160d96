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
