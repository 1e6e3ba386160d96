import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPluginGraphs } from "../formats/mackerel-plugin/graphs.ts";
import { readPluginValues } from "../formats/mackerel-plugin/values.ts";
import type { PluginRun } from "../ports/plugins.ts";
import { openPlugins, type PluginsOptions } from "./plugins.ts";

let folder: string;
let plugin: string;

/** Counts its runs in its working folder as plugins keep their last values, and describes itself when asked. */
const countingPlugin = `#!/bin/sh
if [ -n "$MACKEREL_AGENT_PLUGIN_META" ]; then
  echo '# mackerel-agent-plugin'
  echo '{"graphs":{"'"$1"'.runs":{"label":"Runs","unit":"integer","metrics":[{"name":"count","label":"Count"}]}}}'
  exit 0
fi
state="$MACKEREL_PLUGIN_WORKDIR/state"
count=$(( $(cat "$state" 2>/dev/null || echo 0) + 1 ))
echo "$count" >"$state"
printf '%s.runs.count\\t%s\\t1700000000\\n' "$1" "$count"
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "taskvitals-plugins-"));
  plugin = join(folder, "counting");
  await writeFile(plugin, countingPlugin);
  await chmod(plugin, 0o755);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const opened = (options: Partial<PluginsOptions> = {}) => openPlugins({ folder: join(folder, "work"), ...options });

const run = (argv: readonly string[], rest: Partial<PluginRun> = {}): PluginRun => ({
  argv,
  owner: "container-1",
  meta: false,
  timeoutMs: 30_000,
  ...rest,
});

const sh = (script: string, rest: Partial<PluginRun> = {}): PluginRun => run(["sh", "-c", script], rest);

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const figureOf = (stdout: string): number | undefined => {
  const sample = readPluginValues(stdout, { nowMs: 0, maxSamples: 9 }).families[0]?.samples[0];
  return sample !== undefined && "value" in sample ? sample.value : undefined;
};

describe("a plugin", () => {
  it("remembers in its owner's folder until that is forgotten, and describes its graphs", async () => {
    const plugins = opened();
    const count = async (owner: string): Promise<number | undefined> => {
      const result = await plugins.run(run([plugin, "app.1"], { owner }));
      return result.ok ? figureOf(result.stdout) : undefined;
    };
    expect([await count("one"), await count("one"), await count("two"), await count("one")]).toEqual([1, 2, 1, 3]);
    await plugins.forget("one");
    expect([await count("one"), await count("two")]).toEqual([1, 2]);
    await plugins.forgetOthers(new Set(["one"]));
    expect(await readdir(join(folder, "work"))).toEqual(["one"]);
    expect([await count("one"), await count("two")]).toEqual([2, 1]);

    const meta = await plugins.run(run([plugin, "app.1"], { meta: true }));
    expect(meta.ok && readPluginGraphs(meta.stdout)).toEqual({
      ok: true,
      graphs: [
        {
          name: "app.1.runs",
          label: "Runs",
          unit: "integer",
          metrics: [{ name: "count", label: "Count", stacked: false }],
        },
      ],
    });
  });

  it("gets the variables that pass and its own, no others, and its arguments as they are", async () => {
    process.env.TASKVITALS_TEST_SECRET = "secret";
    const result = await opened().run(
      run(["sh", "-c", 'env; printf "%s|" "$@"', "sh", "$(id)", "a b", "*"], { environment: { PORT: "80" } }),
    );
    const lines = result.ok ? result.stdout.split("\n") : [];
    expect(lines).toContain(`PATH=${process.env.PATH}`);
    expect(lines).toContain("PORT=80");
    expect(lines).toContain("MACKEREL_AGENT_PLUGIN_META=");
    expect(lines).toContain(`MACKEREL_PLUGIN_WORKDIR=${join(folder, "work", "container-1")}`);
    expect(lines.at(-1)).toBe("$(id)|a b|*|");
    expect(lines.join("\n")).not.toContain("secret");
  });

  it("tells how it ended, and what it said of it", async () => {
    const result = await opened().run(sh("echo a.b 1 1; echo trouble >&2; exit 3"));
    expect(result).toEqual({ ok: true, stdout: "a.b 1 1\n", exitCode: 3, stderr: "trouble\n" });
    expect(await opened().run(sh("kill -9 $$"))).toMatchObject({ ok: true, exitCode: 137 });
  });
});

describe("a plugin that does wrong", () => {
  it("hangs: it is killed with its children", async () => {
    const pidFile = join(folder, "child-pid");
    const result = await opened().run(
      sh(`sleep 1000 & echo $! >'${pidFile}'; trap '' TERM; wait; sleep 1000`, { timeoutMs: 3000 }),
    );
    expect(result).toMatchObject({ ok: false, reason: "timeout" });
    const pid = Number(await readFile(pidFile, "utf8"));
    await expect.poll(() => isThere(pid)).toBe(false);
  });

  it("leaves a child behind that holds its output: what it printed counts, the child ends", async () => {
    const result = await opened().run(sh("sleep 1000 & echo $!"));
    const pid = result.ok ? Number(result.stdout) : 0;
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isThere(pid)).toBe(false);
  });

  it("prints without end: it is killed at the limit", async () => {
    const result = await opened({ maxOutputBytes: 100_000 }).run(sh("while :; do echo garbage; done"));
    expect(result).toEqual({ ok: false, reason: "too-much", detail: "it printed more than 100000 bytes" });
  });

  it("prints a lot of errors: they are read and cut", async () => {
    const result = await opened().run(sh("head -c 300000 /dev/zero | tr '\\0' x >&2; echo a.b 1 1"));
    expect(result).toMatchObject({ ok: true, stdout: "a.b 1 1\n" });
    expect(result.ok && result.stderr).toBe("x".repeat(1024));
  });

  it("is not there, may not be run, or has no name", async () => {
    const plugins = opened();
    expect(await plugins.run(run([join(folder, "nowhere")]))).toMatchObject({ ok: false, reason: "not-found" });
    const notProgram = join(folder, "text");
    await writeFile(notProgram, "text", { mode: 0o644 });
    expect(await plugins.run(run([notProgram]))).toMatchObject({ ok: false, reason: "forbidden" });
    expect(await plugins.run(run([]))).toMatchObject({ ok: false, reason: "other" });
    expect(await plugins.run(run(["sh", "a\0b"]))).toMatchObject({ ok: false, reason: "other" });
    expect(await plugins.run(run([plugin], { owner: "../../etc" }))).toMatchObject({ ok: false, reason: "other" });
  });
});

describe("many plugins", () => {
  it("wait for their turn, and no longer than a line of some", async () => {
    const plugins = opened({ atOnce: 1, maxWaiting: 1 });
    // Runs alone, or there were two of them in the folder.
    const alone = 'mkdir "$MACKEREL_PLUGIN_WORKDIR/lock" && sleep 0.1 && rmdir "$MACKEREL_PLUGIN_WORKDIR/lock"';
    const results = await Promise.all([1, 2, 3].map(() => plugins.run(sh(alone))));
    expect(results.map((result) => (result.ok ? result.exitCode : result.reason))).toEqual([0, 0, "busy"]);
    expect(await plugins.run(sh(alone))).toMatchObject({ ok: true, exitCode: 0 });
  });

  it("end, or never begin, when they are not wanted any more", async () => {
    const plugins = opened({ atOnce: 1 });
    const stop = new AbortController();
    const running = plugins.run(sh("sleep 1000", { signal: stop.signal }));
    const waiting = plugins.run(sh("sleep 1000", { signal: stop.signal }));
    stop.abort();
    expect(await Promise.all([running, waiting])).toMatchObject([
      { ok: false, reason: "aborted" },
      { ok: false, reason: "aborted" },
    ]);
  });
});
