import { expect, it } from "vitest";
import { openFakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { openScreen } from "./screen.ts";

it("writes only what changed", () => {
  const terminal = openFakeTerminal({ interactive: true, columns: 80, rows: 10 });
  const screen = openScreen(terminal);
  expect(terminal.taken()).toBe(true);
  screen.draw(["a", "b", "c"]);
  expect(terminal.written()).toContain("\u001b[2J");
  terminal.clear();
  screen.draw(["a", "x", "c"]);
  expect(terminal.written()).toBe("\u001b[2;1H\u001b[2Kx");
  terminal.clear();
  screen.draw(["a", "x", "c"]);
  expect(terminal.written()).toBe("");
  screen.draw(["a"]);
  expect(terminal.written()).toBe("\u001b[2;1H\u001b[0J");
  screen.close();
  expect(terminal.taken()).toBe(false);
});

it("draws everything anew when the size changes, and nothing below the last row", () => {
  const terminal = openFakeTerminal({ interactive: true, columns: 80, rows: 2 });
  const screen = openScreen(terminal);
  screen.draw(["a", "b", "c"]);
  expect(terminal.written()).not.toContain("c");
  terminal.clear();
  terminal.resize(60, 3);
  screen.draw(["a", "b", "c"]);
  expect(terminal.written()).toBe("\u001b[2J\u001b[1;1H\u001b[2Ka\u001b[2;1H\u001b[2Kb\u001b[3;1H\u001b[2Kc");
});
