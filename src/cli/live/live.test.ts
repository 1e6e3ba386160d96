import { describe, expect, it } from "vitest";
import { type FakeTerminal, openFakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { containerEntry, snapshotOf, task, taskEntry } from "../../../test/cli/sample.ts";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { problem } from "../../problems/problem.ts";
import { plain } from "../table/style.ts";
import { type LiveOptions, showLive } from "./live.ts";

const web = task("web");
const withCpu = { "container.cpu.usage": 0.25 };
const empty = snapshotOf([]);
const starting = snapshotOf([taskEntry(web), containerEntry({ name: "nginx", task: web })]);
const settled = snapshotOf([taskEntry(web), containerEntry({ name: "nginx", task: web, values: withCpu })]);

const show = (terminal: FakeTerminal, more: Partial<LiveOptions> = {}) => {
  const clock = openFakeClock();
  const controller = new AbortController();
  let ended = false;
  const showing = showLive({
    terminal,
    clock,
    paint: plain,
    sort: "cpu",
    current: () => settled,
    problems: () => [],
    heading: ["The heading"],
    printEveryMs: 5000,
    signal: controller.signal,
    ...more,
  }).then(() => {
    ended = true;
  });
  return { clock, stop: () => controller.abort(), showing, ended: () => ended };
};

const tables = (text: string): number => text.split("TASK / CONTAINER").length - 1;

describe("on a screen", () => {
  it("draws in place until q", async () => {
    const terminal = openFakeTerminal({ interactive: true });
    const { clock, showing, ended } = show(terminal);
    await clock.advance(1000);
    expect(terminal.written()).toContain("The heading");
    expect(terminal.written()).toContain("0.250");
    expect(tables(terminal.written())).toBe(1);
    expect([terminal.taken(), terminal.listening(), ended()]).toEqual([true, true, false]);
    terminal.press("q");
    await showing;
    expect([terminal.taken(), terminal.listening()]).toEqual([false, false]);
  });

  it.each([
    ["Ctrl-C", (terminal: FakeTerminal) => terminal.press("\u0003")],
    ["the signal", (_terminal: FakeTerminal, stop: () => void) => stop()],
  ])("gives the screen back at %s", async (_what, end) => {
    const terminal = openFakeTerminal({ interactive: true });
    const { stop, showing } = show(terminal);
    end(terminal, stop);
    await showing;
    expect([terminal.taken(), terminal.listening()]).toEqual([false, false]);
  });

  it("sorts at a key, and follows the snapshots and the size", async () => {
    const terminal = openFakeTerminal({ interactive: true });
    let snapshot = empty;
    const { clock, stop, showing } = show(terminal, { current: () => snapshot });
    expect(terminal.written()).toContain("Nothing is seen yet.");
    terminal.clear();
    snapshot = settled;
    await clock.advance(300);
    expect(terminal.written()).toContain("nginx");
    terminal.clear();
    terminal.press("m");
    expect(terminal.written()).toContain("sorted by memory");
    terminal.clear();
    terminal.resize(50, 20);
    await clock.advance(300);
    expect(terminal.written()).toContain("\u001b[2J");
    stop();
    await showing;
  });

  it("keeps the table on a low screen, at the cost of the heading", async () => {
    const terminal = openFakeTerminal({ interactive: true, rows: 8 });
    const { stop, showing } = show(terminal);
    expect(terminal.written()).not.toContain("The heading");
    expect(terminal.written()).toContain("nginx");
    stop();
    await showing;
  });
});

describe("on paper", () => {
  it("prints the heading once, and a table as soon as rates are there, then at intervals", async () => {
    const terminal = openFakeTerminal();
    let snapshot = starting;
    const { clock, stop, showing } = show(terminal, { current: () => snapshot });
    await clock.advance(1000);
    expect(terminal.written()).toBe("The heading\n");
    snapshot = settled;
    await clock.advance(200);
    expect(tables(terminal.written())).toBe(1);
    await clock.advance(4800);
    expect(tables(terminal.written())).toBe(1);
    await clock.advance(400);
    expect(tables(terminal.written())).toBe(2);
    expect(terminal.written().split("The heading")).toHaveLength(2);
    stop();
    await showing;
  });

  it("does not wait for rates for ever, and tells what is wrong", async () => {
    const terminal = openFakeTerminal();
    const problems = [problem("metadata-unreachable", "http://127.0.0.1:1")];
    const { clock, stop, showing } = show(terminal, { current: () => starting, problems: () => problems });
    await clock.advance(4500);
    expect(tables(terminal.written())).toBe(1);
    expect(terminal.written()).toContain("! The task metadata endpoint does not answer: http://127.0.0.1:1");
    stop();
    await showing;
  });

  it("ends after the wanted number of tables", async () => {
    const terminal = openFakeTerminal();
    const { clock, showing, ended } = show(terminal, { tables: 2, heading: [] });
    await clock.advance(5200);
    expect(ended()).toBe(true);
    await showing;
    expect(tables(terminal.written())).toBe(2);
  });
});
