import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nodeDisk } from "./disk.ts";

const root = await mkdtemp(join(tmpdir(), "taskvitals-disk-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const made = async (name: string) => {
  const opened = await nodeDisk.open(join(root, name), "create");
  if (!opened.ok) throw new Error(opened.detail);
  return opened.value;
};

test("writes and reads at any place, and says how much there was", async () => {
  const file = await made("a");
  expect(await file.write(new Uint8Array([1, 2, 3, 4]), 0)).toEqual({ ok: true, value: undefined });
  await file.write(new Uint8Array([9]), 6);
  const into = new Uint8Array(10);
  expect(await file.read(into, 2)).toEqual({ ok: true, value: 5 });
  expect([...into]).toEqual([3, 4, 0, 0, 9, 0, 0, 0, 0, 0]);
  expect(await file.read(into, 7)).toEqual({ ok: true, value: 0 });
  expect(await file.truncate(2)).toMatchObject({ ok: true });
  expect(await file.size()).toEqual({ ok: true, value: 2 });
  expect(await file.sync()).toMatchObject({ ok: true });
  await file.close();
  expect(await file.size()).toMatchObject({ ok: false, reason: "io" });
});

test("a new file empties the old one; changing one keeps it", async () => {
  const first = await made("b");
  await first.write(new Uint8Array(3), 0);
  await first.close();
  const changed = await nodeDisk.open(join(root, "b"), "change");
  expect(changed.ok && (await changed.value.size())).toEqual({ ok: true, value: 3 });
  if (changed.ok) await changed.value.close();
  const again = await made("b");
  expect(await again.size()).toEqual({ ok: true, value: 0 });
  await again.close();
});

test("lists files, not folders; renames and removes; knows what is free", async () => {
  const folder = join(root, "x/y");
  expect(await nodeDisk.makeFolder(folder)).toMatchObject({ ok: true });
  expect(await nodeDisk.makeFolder(folder)).toMatchObject({ ok: true });
  await mkdir(join(folder, "inner"));
  await (await made("x/y/one")).close();
  expect(await nodeDisk.rename(join(folder, "one"), join(folder, "two"))).toMatchObject({ ok: true });
  expect(await nodeDisk.list(folder)).toEqual({ ok: true, value: ["two"] });
  expect(await nodeDisk.remove(join(folder, "two"))).toMatchObject({ ok: true });
  expect(await nodeDisk.remove(join(folder, "two"))).toMatchObject({ ok: true });
  expect(await nodeDisk.syncFolder(folder)).toMatchObject({ ok: true });
  const free = await nodeDisk.freeBytes(folder);
  expect(free.ok && free.value > 0).toBe(true);
});

test("what can't be is a value with a reason", async () => {
  const missing = join(root, "missing");
  expect(await nodeDisk.open(missing, "read")).toMatchObject({ ok: false, reason: "not-found" });
  expect(await nodeDisk.open(missing, "change")).toMatchObject({ ok: false, reason: "not-found" });
  expect(await nodeDisk.list(missing)).toMatchObject({ ok: false, reason: "not-found" });
  expect(await nodeDisk.rename(missing, missing)).toMatchObject({ ok: false, reason: "not-found" });
  expect(await nodeDisk.syncFolder(missing)).toMatchObject({ ok: false, reason: "not-found" });
  expect(await nodeDisk.freeBytes(missing)).toMatchObject({ ok: false, reason: "not-found" });
  expect(await nodeDisk.lock(join(missing, "lock"))).toMatchObject({ ok: false, reason: "not-found" });
  await (await made("file")).close();
  expect(await nodeDisk.makeFolder(join(root, "file"))).toMatchObject({ ok: false, reason: "exists" });
});

test("a device without room is full", async () => {
  const full = await nodeDisk.open("/dev/full", "change");
  expect(full.ok && (await full.value.write(new Uint8Array(1), 0))).toMatchObject({ ok: false, reason: "full" });
  if (full.ok) await full.value.close();
});

test("a folder of the kernel's own can't be made", async () => {
  expect(await nodeDisk.makeFolder("/sys/taskvitals")).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^(read-only|forbidden)$/),
  });
});

test("a lock has one holder at a time, in this process and in others", async () => {
  const path = join(root, "lock");
  const first = await nodeDisk.lock(path);
  expect(first.ok).toBe(true);
  expect(await readFile(`${path}.holder`, "utf8")).toContain(String(process.pid));
  expect(await nodeDisk.lock(path)).toMatchObject({
    ok: false,
    reason: "locked",
    detail: expect.stringContaining("held by"),
  });
  expect(await lockElsewhere(path)).toBe("locked");
  expect(await nodeDisk.lock(path)).toMatchObject({ ok: false, reason: "locked" });
  if (first.ok) await first.value.release();
  expect(await lockElsewhere(path)).toBe("held");
  const second = await nodeDisk.lock(path);
  expect(second.ok).toBe(true);
  if (second.ok) await second.value.release();
});

/** Tries to take the lock in another process, which is killed once it has it: the lock must not outlive it. */
const lockElsewhere = async (path: string): Promise<string> => {
  const script = `
    import { nodeDisk } from ${JSON.stringify(new URL("disk.ts", import.meta.url).href)};
    const lock = await nodeDisk.lock(${JSON.stringify(path)});
    process.stdout.write(lock.ok ? "held" : lock.reason);
    setTimeout(() => process.exit(), lock.ok ? 20_000 : 0);
  `;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const [said] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  await exit;
  return String(said);
};
