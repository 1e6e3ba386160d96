import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../model/snapshot.ts";
import type { Former } from "../../ports/live-feed.ts";
import { deltaEvent, type Trouble, tableEvent } from "./contract.ts";
import { openLiveTable } from "./live-table.ts";
import { openClientTable } from "./test/client-table.ts";
import { containerEntry, point, sightOf, startMs, status, taskEntry } from "./test/sights.ts";

const none = { agent: "a1", troubles: () => [] };

const using = (id: string, bytes: number, word = "RUNNING"): Entry =>
  containerEntry(id, [status(word), point("container.memory.working_set", bytes)]);

describe("the live table", () => {
  it("tells everything at first, and then what changed", () => {
    const table = openLiveTable(sightOf(0, [taskEntry(), using("a", 1), using("b", 2)]), none);
    const whole = tableEvent.parse(table.whole());
    expect(whole.rows.map((row) => row?.name)).toEqual(["web", "a", "b"]);
    expect(whole.values[whole.columns.indexOf("memory")]).toEqual([null, 1, 2]);
    const memory = whole.columns.indexOf("memory");
    const delta = table.update(sightOf(1000, [taskEntry(), using("a", 1), using("b", 3)]));
    expect(deltaEvent.parse(delta)).toEqual({ takenAtMs: startMs + 1000, values: [[memory, [2], [3]]] });
    expect(table.update(sightOf(2000, [taskEntry(), using("a", 1), using("b", 3)]))).toEqual({
      takenAtMs: startMs + 2000,
    });
  });

  it("tells a row that changed, whole", () => {
    const table = openLiveTable(sightOf(0, [using("a", 1)]), none);
    const { rows } = table.update(sightOf(1000, [using("a", 1, "STOPPED")]));
    expect(rows).toMatchObject([[0, { name: "a", status: "STOPPED" }]]);
  });

  it("keeps what is gone without figures, then frees its slot, and gives it anew in a later delta only", () => {
    const table = openLiveTable(sightOf(0, [using("a", 1)]), none);
    const former = [{ entry: using("a", 1), goneMs: startMs + 1000 }];
    const gone = table.update(sightOf(1000, [], { former }));
    expect(gone.rows).toMatchObject([[0, { name: "a", status: "RUNNING", goneMs: startMs + 1000 }]]);
    expect(gone.values).toEqual([[3, [0], [null]]]);
    const freed = table.update(sightOf(2000, [using("b", 2)]));
    expect(freed.freed).toEqual([0]);
    expect(freed.rows).toMatchObject([[1, { name: "b" }]]);
    expect(table.update(sightOf(3000, [using("b", 2), using("c", 3)])).rows).toMatchObject([[0, { name: "c" }]]);
  });

  it("tells troubles when they change", () => {
    let troubles: Trouble[] = [];
    const table = openLiveTable(sightOf(0, []), { agent: "a1", troubles: () => troubles });
    const trouble: Trouble = {
      code: "x",
      severity: "error",
      owner: "o",
      subject: "s",
      detail: "",
      title: "t",
      fix: "f",
    };
    troubles = [trouble];
    expect(table.update(sightOf(1000, [])).troubles).toEqual([trouble]);
    expect(table.update(sightOf(2000, [])).troubles).toBeUndefined();
    troubles = [];
    expect(table.update(sightOf(3000, [])).troubles).toEqual([]);
  });

  it("is on the page what it is here, whatever comes and goes", () => {
    const container = fc.record({
      id: fc.constantFrom("a", "b", "c", "d", "e"),
      bytes: fc.integer({ min: 0, max: 3 }),
    });
    const word = fc.constantFrom("RUNNING", "STOPPED");
    const step = fc.oneof(
      fc.record({ present: fc.array(container, { maxLength: 5 }), gone: fc.array(container, { maxLength: 3 }), word }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
        const sights = steps.map(({ present, gone, word: said }, place) => {
          const entries = new Map(present.map(({ id, bytes }) => [id, using(id, bytes, said)]));
          const former = new Map<string, Former>();
          for (const { id } of gone) {
            if (!entries.has(id)) former.set(id, { entry: using(id, 1), goneMs: startMs });
          }
          return sightOf(place * 1000, [taskEntry(), ...entries.values()], { former: [...former.values()] });
        });
        const [first, ...more] = sights;
        if (first === undefined) return;
        const table = openLiveTable(first, none);
        const client = openClientTable(table.whole());
        for (const sight of more) {
          client.apply(deltaEvent.parse(table.update(sight)));
          const { rows, values, takenAtMs } = table.whole();
          expect(client.state()).toMatchObject({ rows, values, takenAtMs });
        }
      }),
      { numRuns: 300 },
    );
  });
});
