import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Document } from "./document.ts";
import { findDrift, writeDocument } from "./drift.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "taskvitals-drift-"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const documentOf = (text: string, faults: readonly string[] = []): Document => ({
  path: "docs/page.md",
  render: (committed) => `${committed === undefined ? "" : "again "}${text}`,
  refuse: () => faults,
});

describe("a generated file", () => {
  it("is missing, then the same, then different", async () => {
    const page: Document = { path: "docs/page.md", render: () => "one\n" };
    const missing = await findDrift(root, page);
    expect(missing.state).toBe("missing");
    await writeDocument(root, missing);
    expect(await readFile(join(root, "docs/page.md"), "utf8")).toBe("one\n");
    expect((await findDrift(root, page)).state).toBe("same");
    expect((await findDrift(root, { ...page, render: () => "two\n" })).state).toBe("different");
  });

  it("is made from what stands there", async () => {
    await writeDocument(root, await findDrift(root, documentOf("text")));
    expect((await findDrift(root, documentOf("text"))).text).toBe("again text");
  });

  it("is refused with its faults", async () => {
    expect(await findDrift(root, documentOf("text", ["no"]))).toMatchObject({ state: "refused", faults: ["no"] });
  });
});
