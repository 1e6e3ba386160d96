import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { type Settings, settingsOf } from "../config/load.ts";
import type { OriginReading } from "../config/origin/origin.ts";
import { rememberingLog } from "../pipeline/test/remembering-log.ts";
import { problem, problemKey } from "../problems/problem.ts";
import { heldSettings } from "./held-settings.ts";
import { openReload } from "./reload.ts";

const from = "s3://bucket/key";
const environment = { TASKVITALS_UNKNOWN: "1" };
const load = (text: string) => {
  const known = new Set(settingsOf({ from, text: "" }, { environment }).problems.map(problemKey));
  const loaded = settingsOf({ from, text }, { environment });
  return { loaded, faults: loaded.problems.filter((one) => !known.has(problemKey(one))) };
};

const open = (first = "intervalMs: 1000", options: { changes?: boolean } = {}) => {
  const clock = openFakeClock();
  const stop = new AbortController();
  let reading: OriginReading = { ok: true, text: first };
  let settings = load(first).loaded.settings;
  const applied: Settings[] = [];
  const keptTexts: string[] = [];
  let broken = false;
  const reload = openReload({
    configuration: {
      origin: { from, changes: options.changes ?? true, remote: true, read: async () => reading },
      loaded: load(first).loaded,
      text: first,
      kept: {
        read: async () => undefined,
        write: async (text) => {
          keptTexts.push(text);
          return true;
        },
      },
      load,
    },
    settings: () => settings,
    apply: async (next) => {
      if (broken) throw new TypeError("a defect");
      settings = next;
      applied.push(next);
    },
    clock,
    log: rememberingLog(),
    signal: stop.signal,
  });
  const running = reload.run();
  return {
    clock,
    reload,
    applied,
    keptTexts,
    codes: () => reload.problems().map(({ code }) => code),
    becomes: async (next: OriginReading | string): Promise<void> => {
      reading = typeof next === "string" ? { ok: true, text: next } : next;
      await clock.advance(30_000);
    },
    brake: () => {
      broken = true;
    },
    end: async (): Promise<void> => {
      stop.abort();
      await running;
    },
  };
};

describe("a configuration that is looked at again", () => {
  it("comes into force when its text is another one, and is kept; not when it is the same", async () => {
    const { becomes, applied, keptTexts, reload, codes, end } = open();
    await becomes("intervalMs: 1000");
    await becomes({ ok: true, unchanged: true });
    expect(applied).toEqual([]);
    await becomes("intervalMs: 2000");
    expect(applied.map(({ agent }) => agent.intervalMs)).toEqual([2000]);
    expect(keptTexts).toEqual(["intervalMs: 2000"]);
    expect(reload.facts()).toMatchObject({ applied: 1, refused: 0 });
    // The environment's fault is no fault of the text, and stays told.
    expect(codes()).toEqual(["config-unknown-key"]);
    await end();
  });

  it("is refused once when it has faults, which are told until it has none", async () => {
    const { becomes, applied, keptTexts, reload, codes, end } = open();
    await becomes("intervalMs: soon");
    await becomes("intervalMs: soon");
    expect(reload.facts()).toMatchObject({ applied: 0, refused: 1 });
    expect(codes()).toEqual(["config-refused", "config-value"]);
    expect(applied).toEqual([]);
    expect(keptTexts).toEqual([]);
    await becomes("intervalMs: 3000");
    expect(codes()).toEqual(["config-unknown-key"]);
    await end();
  });

  it("that cannot be read is told beside the one in force, and read again", async () => {
    const { becomes, applied, codes, end } = open();
    await becomes({ ok: false, problem: problem("config-unreadable", from, "timeout") });
    expect(codes()).toEqual(["config-unknown-key", "config-unreadable"]);
    await becomes({ ok: true, unchanged: true });
    expect(codes()).toEqual(["config-unknown-key"]);
    expect(applied).toEqual([]);
    await end();
  });

  it("is not kept on the disk when it is a secret", async () => {
    const { becomes, applied, keptTexts, end } = open();
    await becomes({ ok: true, text: "intervalMs: 2000", secret: true });
    expect(applied).toHaveLength(1);
    expect(keptTexts).toEqual([]);
    await end();
  });

  it("that runs into a defect counts as refused, and the next one has its chance", async () => {
    const { becomes, brake, reload, codes, end } = open();
    brake();
    await becomes("intervalMs: 2000");
    expect(reload.facts()).toMatchObject({ applied: 0, refused: 1 });
    expect(codes()).toEqual(["config-refused"]);
    await end();
  });

  it("is looked at at once when it is asked for, and never where it cannot change", async () => {
    const { clock, reload, becomes, applied, end } = open();
    await becomes("intervalMs: 2000");
    reload.look();
    await clock.advance(0);
    expect(clock.pending()).toEqual([30_000]);
    expect(applied).toHaveLength(1);
    await end();
    const still = open("", { changes: false });
    expect(still.reload.facts()).toBeUndefined();
    expect(still.clock.pending()).toEqual([]);
    await still.end();
  });
});

describe("what waits for a restart", () => {
  const settings = (text: string): Settings => load(text).loaded.settings;

  it("is named, and stays as it is; the rest comes into force", () => {
    const now = settings("server: { port: 1, host: 127.0.0.1 }");
    const next = settings(
      "intervalMs: 5000\nform: daemon\nserver: { port: 2, token: 0123456789abcdef }\nlog: { level: warn }\nbuffer: { storage: memory }\nreload: { intervalMs: 1000 }",
    );
    const held = heldSettings(now, next);
    expect(held.waiting).toEqual(["form", "server.host", "server.port", "log", "buffer", "reload"]);
    expect(held.settings.server).toMatchObject({ port: 1, host: "127.0.0.1", token: "0123456789abcdef" });
    expect(held.settings.agent).toMatchObject({ form: "auto", intervalMs: 5000 });
    expect(held.settings.log).toEqual(now.log);
    expect(held.settings.buffer).toEqual(now.buffer);
  });

  it("is nothing when only the rest has changed", () => {
    const held = heldSettings(settings(""), settings("server: { page: off }"));
    expect(held.waiting).toEqual([]);
    expect(held.settings.server).toMatchObject({ page: "off" });
    expect(held.settings.server).not.toHaveProperty("host");
  });
});
