import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { families } from "../../src/catalogue/catalogue.ts";
import { forms } from "../../src/model/place.ts";
import { openContainerBoard } from "../../src/pipeline/container-board.ts";
import type { Collection } from "../../src/pipeline/recorder.ts";
import { gunzip } from "../../src/platform/gzip.ts";
import type { KernelFiles } from "../../src/ports/files.ts";
import type { HttpFailureReason } from "../../src/ports/http-client.ts";
import type { Collected, Input, InputDefinition } from "../../src/ports/input.ts";
import type { Problem } from "../../src/problems/problem.ts";
import { problems } from "../../src/problems/table.ts";
import { openFakeClock } from "../fake-clock.ts";
import { noKeepsake } from "../no-keepsake.ts";
import { noPlugins } from "../no-plugins.ts";
import { failing, type HttpDouble, httpDouble, replaying, silent } from "./http-doubles.ts";
import { undescribedOptions } from "./options.ts";
import { silentLog } from "./silent-log.ts";
import { strictRecorder } from "./strict-recorder.ts";
import { lie, tell } from "./weird-answers.ts";
import { nowhere, type World } from "./worlds.ts";

const deadlineMs = 9000;
const intervalMs = 10_000;

interface Look {
  readonly outcome: Collected;
  readonly reports: readonly Problem[];
  readonly violations: readonly string[];
  readonly collection: Collection;
}

/** The kernel's files of the world and no others, and how often somebody asked. */
const filesOf = ({ files = {} }: World): KernelFiles & { readonly asked: () => number } => {
  let asked = 0;
  const missing = { ok: false, reason: "not-found", detail: "ENOENT" } as const;
  const none = async () => {
    asked += 1;
    return missing;
  };
  return {
    readNow: (path) => {
      asked += 1;
      const text = files[path];
      return text === undefined ? missing : { ok: true, text };
    },
    readText: none,
    fileSystem: none,
    list: async () => ((await none()).ok ? ["never"] : []),
    isSocket: async () => (await none()).ok,
    asked: () => asked,
  };
};

/** An input in a world of which the test is master. */
const open = (definition: InputDefinition, world: World, answer: Parameters<typeof httpDouble>[1]) => {
  const clock = openFakeClock({ nowMs: Date.now() });
  const files = filesOf(world);
  let answering = answer;
  const http: HttpDouble = httpDouble(clock, (request) => answering(request));
  const input: Input = definition.create(definition.config.parse({}), {
    place: world.place,
    clock,
    http,
    files,
    gunzip,
    plugins: noPlugins,
    containers: openContainerBoard(),
    keepsake: noKeepsake,
    log: silentLog,
  });

  /** One collection as the runner does it: a signal at the deadline, and time that passes only where it is waited for. */
  const collect = async ({ anyWords = false, afterMs = deadlineMs } = {}): Promise<Look> => {
    const nowMs = clock.now();
    const reports: Problem[] = [];
    const deadline = new AbortController();
    const { recorder, violations, close } = strictRecorder(definition, nowMs, { anyWords });
    const context = { recorder, signal: deadline.signal, nowMs, report: (found: Problem) => void reports.push(found) };
    let outcome: Collected | undefined;
    const work = input.collect(context).then((found) => {
      outcome = found;
    });
    const endMs = clock.monotonic() + afterMs;
    await clock.advance(0);
    while (outcome === undefined && clock.monotonic() < endMs) {
      await clock.advance(Math.min(clock.pending()[0] ?? afterMs, endMs - clock.monotonic()));
    }
    deadline.abort();
    // From here on it may wind up, but not wait for anything.
    for (let turn = 0; turn < 20 && outcome === undefined; turn += 1) await clock.advance(0);
    if (outcome === undefined) throw new Error("the collection went on after its signal");
    await work;
    return { outcome, reports, violations: violations(), collection: close() };
  };

  return {
    clock,
    files,
    http,
    input,
    collect,
    change: (to: typeof answer) => {
      answering = to;
    },
  };
};

const expectKnownProblems = ({ outcome, reports }: Look): void => {
  for (const { code, subject, detail } of [...(outcome.ok ? [] : [outcome.problem]), ...reports]) {
    expect(Object.keys(problems)).toContain(code);
    expect([typeof subject, subject === "", typeof detail]).toEqual(["string", false, "string"]);
  }
};

const describeDefinition = (definition: InputDefinition): void => {
  it("says what it is", () => {
    expect(definition.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(definition.description.trim()).not.toBe("");
    expect(definition.refreshMs).toBeGreaterThan(0);
    expect(definition.families.filter((family) => !(family in families))).toEqual([]);
    expect(definition.forms.filter((form) => !forms.includes(form))).toEqual([]);
    for (const { source, target, without } of definition.mounts) expect([source, target, without]).not.toContain("");
  });

  it("works without configuration, and describes every option", () => {
    expect(definition.config.safeParse({}).success).toBe(true);
    expect(undescribedOptions(definition.config)).toEqual([]);
  });

  it("knows everywhere whether it is on, and why", () => {
    for (const form of forms) {
      const { on, why } = definition.detect({ form, reasons: [] }, definition.config.parse({}));
      expect(typeof on).toBe("boolean");
      expect(why.trim()).not.toBe("");
    }
  });
};

const describeLife = (definition: InputDefinition, world: World): void => {
  it("does nothing before it is asked to", async () => {
    const { clock, http, files } = open(definition, world, silent);
    await clock.advance(0);
    expect([http.asked(), files.asked(), clock.pending()]).toEqual([0, 0, []]);
  });

  it("stops without a start, and twice", async () => {
    const { input } = open(definition, world, silent);
    await input.stop?.();
    await input.stop?.();
    expect(input.documents?.() ?? {}).toEqual({});
  });

  it.each([
    ["well", replaying(world.answers)],
    ["dead", failing("refused")],
    ["silent", silent],
  ])("starts and stops where its source is %s, and leaves nothing behind", async (_, answer) => {
    const { input, clock, http } = open(definition, world, answer);
    const started = input.start?.();
    await clock.advance(3 * intervalMs);
    await started;
    await input.stop?.();
    await input.stop?.();
    await clock.advance(0);
    expect([http.open(), clock.pending()]).toEqual([0, []]);
  });
};

const failures: readonly HttpFailureReason[] = ["refused", "not-found", "forbidden", "reset", "timeout", "too-large"];

const describeTrouble = (definition: InputDefinition, world: World): void => {
  it.each(failures)("takes a source that fails for a problem, not for an end (%s)", async (reason) => {
    const { collect, http, clock } = open(definition, world, failing(reason));
    for (let number = 0; number < 3; number += 1) {
      const look = await collect();
      expectKnownProblems(look);
      expect(look.violations).toEqual([]);
      // One that needs no source cannot fail for want of it.
      if (http.asked() > 0) expect(look.outcome.ok).toBe(false);
      await clock.advance(intervalMs);
    }
  });

  it("heeds its signal when the source is silent", async () => {
    const { collect, http, clock } = open(definition, world, silent);
    for (const afterMs of [0, 10, deadlineMs]) {
      const look = await collect({ afterMs });
      expectKnownProblems(look);
      expect(http.unstoppable()).toEqual([]);
      expect(http.open()).toBe(0);
      await clock.advance(intervalMs);
    }
  });

  it("works again when the source does", async () => {
    const { collect, change, clock } = open(definition, world, failing("reset"));
    await collect();
    change(replaying(world.answers));
    await clock.advance(2 * 60_000);
    await collect();
    await clock.advance(intervalMs);
    const { outcome } = await collect();
    // Nothing was recorded of a source where there is none.
    if (world !== nowhere) expect(outcome).toEqual({ ok: true });
  });

  it("never throws at a source that lies, and records nothing that may not be", async () => {
    const { answers } = world;
    const lies = fc.array(lie, { minLength: 1, maxLength: 3 });
    const property = fc.asyncProperty(lies, fc.nat(), async (chosen, shift) => {
      let number = shift;
      const lying = open(definition, world, (request) => {
        const answer = replaying(answers)(request);
        number += 1;
        const told = chosen[number % (chosen.length + 1)];
        return answer === "never" || !answer.ok || told === undefined ? answer : tell(told, answer);
      });
      for (let collection = 0; collection < 2; collection += 1) {
        const look = await lying.collect({ anyWords: true });
        expectKnownProblems(look);
        expect(look.violations).toEqual([]);
        await lying.clock.advance(intervalMs);
      }
      await lying.input.stop?.();
      for (const { body, contentType } of Object.values(lying.input.documents?.() ?? {})) {
        expect([typeof body, typeof contentType]).toEqual(["string", "string"]);
      }
    });
    await fc.assert(property, { numRuns: 200 });
  });
};

const describeHealth = (definition: InputDefinition, world: World): void => {
  it("records what it declares, each series once, with the words that the catalogue knows", async () => {
    const { collect, clock, http } = open(definition, world, replaying(world.answers));
    for (let number = 0; number < 3; number += 1) {
      const { outcome, violations, collection, reports } = await collect();
      expect(outcome).toEqual({ ok: true });
      expect(violations).toEqual([]);
      expect(reports).toEqual([]);
      expect(collection.refused).toEqual([]);
      const points = [...collection.drafts.values()].flatMap((draft) => draft.points);
      expect(points.length > 0).toBe(world.isEmpty !== true);
      await clock.advance(intervalMs);
    }
    expect(http.unstoppable()).toEqual([]);
  });

  it("sees the same twice in a world that stands still", async () => {
    const { collect, clock } = open(definition, world, replaying(world.answers));
    const series = ({ collection }: Look): readonly string[] =>
      [...collection.drafts.values()]
        .flatMap(({ resource, points }) =>
          points.map(({ metric, attributes }) => `${resource.key} ${metric} ${JSON.stringify(attributes)}`),
        )
        .sort();
    const first = series(await collect());
    await clock.advance(intervalMs);
    expect(series(await collect())).toEqual(first);
  });
};

/** What every input must hold to (`src/ports/input.ts`), in each world that is known for it. */
export const describeInput = (definition: InputDefinition, worlds: readonly World[]): void => {
  describe(`input ${definition.name}`, () => {
    describeDefinition(definition);
    describe.each(worlds.map((world) => ({ world })))("$world.name", ({ world }) => {
      describeLife(definition, world);
      describeTrouble(definition, world);
      describeHealth(definition, world);
    });
  });
};
