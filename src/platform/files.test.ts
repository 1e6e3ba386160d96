import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeFiles } from "./files.ts";
import { withoutRights } from "./test/rights.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "taskvitals-"));
  await writeFile(at("plain"), "é\n");
  await writeFile(at("locked"), "secret");
  await chmod(at("locked"), 0o000);
  await mkdir(at("inner"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("files", () => {
  it("reads text", async () => {
    expect(await nodeFiles.readText(at("plain"))).toEqual({ ok: true, text: "é\n" });
  });

  it("reads files that do not tell their size", async () => {
    const [path, text] = process.platform === "linux" ? ["/proc/self/comm", /\S/] : ["/dev/null", /^$/];
    const file = await nodeFiles.readText(path);
    expect(file.ok && file.text).toMatch(text);
  });

  it("reads files of the kernel at once, long ones too", async () => {
    await writeFile(at("long"), "x".repeat(300_000));
    expect(nodeFiles.readNow(at("plain"))).toEqual({ ok: true, text: "é\n" });
    expect(nodeFiles.readNow(at("long"))).toEqual({ ok: true, text: "x".repeat(300_000) });
    expect(nodeFiles.readNow(at("plain"))).toEqual({ ok: true, text: "é\n" });
    expect(nodeFiles.readNow(at("missing"))).toMatchObject({ ok: false, reason: "not-found" });
    expect(nodeFiles.readNow(folder)).toMatchObject({ ok: false, reason: "other" });
    await writeFile(at("endless"), "x".repeat(5 * 1024 * 1024));
    expect(nodeFiles.readNow(at("endless"))).toMatchObject({ ok: false, reason: "other" });
    await rm(at("endless"));
    await rm(at("long"));
  });

  it.each(["missing", "plain/below", "inner/missing"])("does not find %s", async (name) => {
    expect(await nodeFiles.readText(at(name))).toMatchObject({ ok: false, reason: "not-found" });
  });

  it("says what it may not read", async () => {
    const file = await withoutRights(() => nodeFiles.readText(at("locked")));
    expect(file).toMatchObject({ ok: false, reason: "forbidden" });
    expect(!file.ok && file.detail).toContain("EACCES");
  });

  it("takes a folder for no file", async () => {
    expect(await nodeFiles.readText(folder)).toMatchObject({ ok: false, reason: "other" });
  });

  it("lists a folder, and nothing where there is none", async () => {
    expect([...(await nodeFiles.list(folder))].sort()).toEqual(["inner", "locked", "plain"]);
    expect(await nodeFiles.list(at("missing"))).toEqual([]);
    expect(await nodeFiles.list(at("plain"))).toEqual([]);
  });

  it("tells a socket from everything else", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at("s.sock"), resolve));
    expect(await nodeFiles.isSocket(at("s.sock"))).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    for (const name of ["plain", "inner", "missing"]) expect(await nodeFiles.isSocket(at(name))).toBe(false);
  });

  it("measures the file system behind a path", async () => {
    const found = await nodeFiles.fileSystem(folder);
    if (!("sizeBytes" in found)) throw new Error(found.detail);
    expect(found.sizeBytes).toBeGreaterThan(found.usedBytes);
    expect(found.usedBytes).toBeGreaterThanOrEqual(0);
    expect(await nodeFiles.fileSystem(at("missing"))).toMatchObject({ ok: false, reason: "not-found" });
  });
});
