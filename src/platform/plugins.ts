import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PluginResult, Plugins } from "../ports/plugins.ts";
import { errorText } from "./error-text.ts";
import { openLanes } from "./lanes.ts";
import { runPlugin } from "./plugin-process.ts";

export interface PluginsOptions {
  /** The owners' folders are in it. */
  readonly folder: string;
  /** Names of the agent's variables that plugins get; of the others, secrets among them, they see none. */
  readonly passes?: readonly string[];
  /** Processes at one time: 3 unless told, as mackerel-agent has it. */
  readonly atOnce?: number;
  /** How many may wait for their turn: 256 unless told. */
  readonly maxWaiting?: number;
  /** Of one run: 1,000,000 unless told. */
  readonly maxOutputBytes?: number;
}

const isOwner = (text: string): boolean => /^[a-zA-Z0-9_.-]{1,128}$/.test(text) && text !== "." && text !== "..";

const passed = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Plugins as processes of this machine. */
export const openPlugins = (options: PluginsOptions): Plugins => {
  const { folder, passes = ["PATH", "LANG", "TZ"], atOnce = 3, maxWaiting = 256, maxOutputBytes = 1_000_000 } = options;
  const lanes = openLanes(atOnce, maxWaiting);
  const folderOf = (owner: string): string => join(folder, owner);
  const remove = (owner: string): Promise<void> =>
    rm(folderOf(owner), { recursive: true, force: true }).catch(() => undefined);
  const failed = (reason: "busy" | "aborted" | "other", detail: string): PluginResult => ({
    ok: false,
    reason,
    detail,
  });

  return {
    run: async ({ argv, environment, owner, meta, timeoutMs, signal }) => {
      if (!isOwner(owner)) return failed("other", "no name for its folder");
      const leave = await lanes.enter();
      if (leave === undefined) return failed("busy", `${maxWaiting} others wait for their turn`);
      try {
        if (signal?.aborted === true) return failed("aborted", "the agent stops or the target went");
        const own = folderOf(owner);
        await mkdir(own, { recursive: true, mode: 0o700 });
        return await runPlugin({
          argv,
          // An empty one, not none, asks for values. Older plugins remember in TMPDIR.
          environment: {
            ...passed(passes),
            ...environment,
            MACKEREL_PLUGIN_WORKDIR: own,
            TMPDIR: own,
            MACKEREL_AGENT_PLUGIN_META: meta ? "1" : "",
          },
          folder: own,
          timeoutMs,
          maxOutputBytes,
          signal,
        });
      } catch (error) {
        return failed("other", errorText(error));
      } finally {
        leave();
      }
    },
    forget: async (owner) => {
      if (isOwner(owner)) await remove(owner);
    },
    forgetOthers: async (owners) => {
      const there = await readdir(folder).catch(() => []);
      await Promise.all(there.filter((name) => isOwner(name) && !owners.has(name)).map(remove));
    },
  };
};
