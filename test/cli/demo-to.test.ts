import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { destinationsFrom, senders } from "../../src/cli/destinations.ts";
import { eventsIn, readEvent } from "../fakes/emf/read.ts";
import { receivers, startReceivers } from "../fakes/receivers.ts";
import { startCommand } from "./command.ts";

/** Those with a back end: `stdout` has to be asked for by its name. */
const names = destinationsFrom(senders)("all");

const heads = "OUTPUT +DELIVERED +QUEUED +OLDEST +REFUSED +LOST +PROBLEM";

/** Of the newest table: delivered, queued, oldest, refused, lost, problem. */
const figures = (out: string, name: string): readonly string[] =>
  [...out.matchAll(new RegExp(`^${name} +(\\d+) +(\\d+) +(\\S+) +(\\d+) +(\\d+) +(.+)$`, "gm"))].at(-1)?.slice(1) ?? [];

test("every output that sends has a stand-in", () => {
  expect(names.filter((name) => receivers[name] === undefined)).toEqual([]);
});

test("demo --to all delivers to the strict stand-in of every output, with counters", async () => {
  const running = await startReceivers(names, 0);
  const folder = await mkdtemp(join(tmpdir(), "taskvitals-demo-"));
  try {
    const config = join(folder, "receivers.yaml");
    const outputs = Object.fromEntries([...running].map(([name, { settings }]) => [name, settings]));
    await writeFile(config, stringify({ outputs }));
    await using demo = startCommand(["demo", "--port", "0", "--to", "all", "--config", config]);
    await demo.until(() => names.every((name) => Number(figures(demo.out(), name)[0]) > 0) || undefined);
    // Refused, lost, problem. A receiver that was not let run is a problem until it has answered.
    await demo.until(
      () => names.every((name) => figures(demo.out(), name).slice(3).join(" ") === "0 0 -") || undefined,
    );
    const told = names.map((name) => `${name} every \\d+ s`).join(", ");
    expect(demo.out()).toMatch(new RegExp(`^  Delivers to  ${told}$`, "m"));
    const { code, out, err } = await demo.send("SIGINT");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(new RegExp(`\n${heads}\n(.+\n){${names.length}}Stopped\\.\n$`));
    for (const name of names) {
      const [delivered, queued, oldest, refused, lost, problem] = figures(out, name);
      expect([name, Number(delivered) > 0, queued, oldest, refused]).toEqual([name, true, "0", "-", "0"]);
      // What a busy machine does not deliver in the time for the end is lost, and told.
      expect(`${lost} ${problem}`).toMatch(/^(0 -|[1-9]\d* .+ closed since the start)$/);
    }
  } finally {
    for (const receiver of running.values()) await receiver[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  }
});

test("demo --to all without an address says how to get one", async () => {
  await using demo = startCommand(["demo", "--port", "0", "--to", "all"]);
  await demo.until(() => (demo.out().includes("sorted by cpu") ? true : undefined));
  expect(demo.out()).toContain("  Delivers to  nothing yet\n");
  for (const name of names) expect(demo.out()).toMatch(new RegExp(`^(  Not to|\\s)\\s+${name} +\\w`, "m"));
  expect(demo.out()).toContain("\n    npm run -s receivers\n");
  expect((await demo.send("SIGINT")).code).toBe(0);
});

test("demo --to stdout writes lines, and shows everything else on standard error", async () => {
  const emf = { TASKVITALS_OUTPUTS_STDOUT_FORMAT: "emf", TASKVITALS_OUTPUTS_STDOUT_INTERVAL_MS: "1000" };
  await using demo = startCommand(["demo", "--port", "0", "--to", "stdout"], emf);
  await demo.until(() => (Number(figures(demo.err(), "stdout")[0]) > 0 ? true : undefined));
  const { code, out, err } = await demo.send("SIGINT");
  expect(code).toBe(0);
  const names = new Set(eventsIn(out).flatMap((line) => readEvent(line, Date.now()).map(({ name }) => name)));
  expect([...names]).toContain("ContainerMemoryUtilization");
  expect(err).toContain("  Delivers to  stdout every 1 s\n");
  expect(err).toMatch(/Stopped\.\n$/);
});
