import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { nodeDisk } from "../platform/disk.ts";
import { openKeptConfiguration } from "./kept-configuration.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "taskvitals-kept-"));
});
afterAll(() => rm(root, { recursive: true }));

const open = (folder: string, from = "ssm:/one") => openKeptConfiguration({ folder, from, disk: nodeDisk });

it("gives back what was kept last, also to the next run, and to no other origin", async () => {
  const folder = join(root, "a", "b");
  const kept = open(folder);
  expect(await kept.read()).toBeUndefined();
  expect(await kept.write("intervalMs: 1000\nlog: { level: warn }\n")).toBe(true);
  expect(await kept.write("intervalMs: 2000\n")).toBe(true);
  expect(await open(folder).read()).toBe("intervalMs: 2000\n");
  expect(await open(folder, "ssm:/other").read()).toBeUndefined();
  expect(await readFile(join(folder, "last-good.yaml"), "utf8")).toMatch(/^# .*ssm:\/one\nintervalMs: 2000\n$/);
});

it("says when it cannot keep, and leaves what it had", async () => {
  const folder = join(root, "c");
  const kept = open(folder);
  await kept.write("one: 1\n");
  // Folders that not even root can write: below a file, and where the new file would be.
  await writeFile(join(root, "file"), "");
  expect(await open(join(root, "file", "below")).write("x")).toBe(false);
  await mkdir(join(folder, "last-good.yaml.next"));
  expect(await kept.write("two: 2\n")).toBe(false);
  expect(await kept.read()).toBe("one: 1\n");
});
