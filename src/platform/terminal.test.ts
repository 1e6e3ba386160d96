import { spawnSync } from "node:child_process";
import { open } from "node:fs/promises";
import { expect, it } from "vitest";

const terminal = new URL("./terminal.ts", import.meta.url).href;

it("ends a command whose output has no room, and says why", async () => {
  await using full = await open("/dev/full", "w");
  const script = `const { openTerminal, exit } = await import(${JSON.stringify(terminal)}); openTerminal().out("a"); exit(0);`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", full.fd, "pipe"],
    encoding: "utf8",
  });
  expect(stderr).toMatch(/^taskvitals: standard output cannot be written to: ENOSPC/);
  expect(status).toBe(1);
});
