import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { senders } from "../../src/cli/destinations.ts";
import { receivers, startReceivers } from "../fakes/receivers.ts";
import { startCommand } from "./command.ts";

/** Writes where it is told to: there is nothing to stand in for. */
const withoutBackEnd = ["stdout"];
const names = senders.filter((name) => !withoutBackEnd.includes(name));

const heads = "OUTPUT +DELIVERED +QUEUED +OLDEST +REFUSED +LOST +PROBLEM";

/** Of the newest table: delivered, queued, oldest, refused, lost, problem. */
const figures = (out: string, name: string): readonly string[] =>
  [...out.matchAll(new RegExp(`^${name} +(\\d+) +(\\d+) +(\\S+) +(\\d+) +(\\d+) +(.+)$`, "gm"))].at(-1)?.slice(1) ?? [];

test("every output that sends has a stand-in", () => {
  expect(names.filter((name) => receivers[name] === undefined)).toEqual([]);
});

test("demo --to all delivers to the strict stand-in of every output, with counters", { timeout: 40_000 }, async () => {
  const running = await startReceivers(names, 0);
  const folder = await mkdtemp(join(tmpdir(), "taskvitals-demo-"));
  try {
    const config = join(folder, "receivers.yaml");
    const outputs = Object.fromEntries([...running].map(([name, { settings }]) => [name, settings]));
    await writeFile(config, stringify({ outputs }));
    await using demo = startCommand(["demo", "--port", "0", "--to", "all", "--config", config]);
    await demo.until(() => names.every((name) => Number(figures(demo.out(), name)[0]) > 0) || undefined);
    expect(demo.out()).toContain(`  Delivers to  ${names.join(", ")}\n`);
    const { code, out, err } = await demo.send("SIGINT");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(new RegExp(`\n${heads}\n(.+\n){${names.length}}Stopped\\.\n$`));
    for (const name of names) {
      const [delivered, ...rest] = figures(out, name);
      expect([name, Number(delivered) > 0, ...rest]).toEqual([name, true, "0", "-", "0", "0", "-"]);
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
  for (const name of senders) expect(demo.out()).toMatch(new RegExp(`^(  Not to|\\s)\\s+${name} +\\w`, "m"));
  expect(demo.out()).toContain("\n    npm run -s receivers\n");
  expect((await demo.send("SIGINT")).code).toBe(0);
});
