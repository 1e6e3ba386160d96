import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFakeDisk, type DiskOperation } from "../../test/model/fake-disk.ts";
import { openKeepsakes } from "./keepsakes.ts";

const folder = "/kept";
const path = `${folder}/one.kept`;

const open = (disk = createFakeDisk(), { leaves = true, on = true } = {}) =>
  openKeepsakes({ disk: disk.attach(), folder: on ? folder : undefined, leaves }).of("one");

describe("what an input leaves", () => {
  it("is there for the next one, in this run and in another", async () => {
    const disk = createFakeDisk();
    const keepsakes = openKeepsakes({ disk: disk.attach(), folder, leaves: true });
    expect(await keepsakes.of("one").read()).toBeUndefined();
    expect(await keepsakes.of("one").leave("a")).toEqual({ ok: true });
    expect(await keepsakes.of("one").leave("b")).toEqual({ ok: true });
    expect(await keepsakes.of("one").read()).toBe("b");
    expect(await keepsakes.of("two").read()).toBeUndefined();
    disk.killProcess();
    expect(await open(disk).read()).toBe("b");
    expect(disk.names(folder)).toEqual(["one.kept"]);
    expect(disk.openFiles()).toBe(0);
  });

  it("is there at once, before it is on the disk, and the newest is what comes there", async () => {
    const disk = createFakeDisk();
    const keepsake = open(disk);
    const all = ["a", "b", "c", "d"].map((text) => keepsake.leave(text));
    expect(await keepsake.read()).toBe("d");
    expect(await Promise.all(all)).toEqual(all.map(() => ({ ok: true })));
    expect(new TextDecoder().decode(disk.bytes(path))).toBe("d");
  });

  it("stays in memory where no disk is wanted, and where somebody only looks on", async () => {
    const disk = createFakeDisk();
    await open(disk).leave("the agent's");
    for (const [keepsake, before] of [
      [open(disk, { leaves: false }), "the agent's"],
      [open(disk, { on: false }), undefined],
    ] as const) {
      expect(await keepsake.read()).toBe(before);
      expect(await keepsake.leave("mine")).toEqual({ ok: true });
      expect(await keepsake.read()).toBe("mine");
    }
    expect(await open(disk).read()).toBe("the agent's");
  });

  it.each<DiskOperation>(["makeFolder", "create", "write", "sync", "rename", "syncFolder"])(
    "says when the disk refuses (%s), and is tried again",
    async (refused) => {
      const disk = createFakeDisk();
      const keepsake = open(disk);
      await keepsake.leave("a");
      disk.refuse = (operation) => (operation === refused ? "read-only" : undefined);
      expect(await keepsake.leave("b")).toEqual({ ok: false, detail: expect.stringContaining("/kept") });
      expect(await keepsake.read()).toBe("b");
      expect(disk.openFiles()).toBe(0);
      disk.refuse = () => undefined;
      expect(await keepsake.leave("b")).toEqual({ ok: true });
      disk.killProcess();
      expect(await open(disk).read()).toBe("b");
    },
  );

  it("that is longer than anything left here is not read", async () => {
    const disk = createFakeDisk();
    disk.put(path, new Uint8Array(16 * 1024 * 1024 + 1));
    expect(await open(disk).read()).toBeUndefined();
    expect(disk.readBytes()).toBe(0);
    expect(await open(disk).leave("x".repeat(16 * 1024 * 1024 + 1))).toMatchObject({ ok: false });
  });

  it("is whole, and no older than what was said to be on the disk, whatever ends in between", async () => {
    const run = fc.record({
      texts: fc.array(fc.string({ minLength: 1, unit: "grapheme" }), { minLength: 1, maxLength: 6 }),
      endsAt: fc.nat({ max: 40 }),
      machine: fc.boolean(),
      chances: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    await fc.assert(
      fc.asyncProperty(run, async ({ texts, endsAt, machine, chances }) => {
        const disk = createFakeDisk();
        const keepsake = open(disk);
        let operations = 0;
        disk.refuse = () => {
          operations += 1;
          if (operations === endsAt) {
            if (machine) disk.crashMachine(() => chances.next().value);
            else disk.killProcess();
          }
          return operations >= endsAt ? "io" : undefined;
        };
        let safe = -1;
        for (const [place, text] of texts.entries()) {
          const { ok } = await keepsake.leave(text);
          if (ok) safe = place;
        }
        disk.refuse = () => undefined;
        const found = await open(disk).read();
        expect(safe === -1 ? [undefined, ...texts] : texts.slice(safe)).toContain(found);
      }),
      { numRuns: 500 },
    );
  });
});
