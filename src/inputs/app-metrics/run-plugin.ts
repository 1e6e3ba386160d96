import type { Reading } from "../../formats/app-reading.ts";
import { type PluginGraph, readPluginGraphs } from "../../formats/mackerel-plugin/graphs.ts";
import { readPluginValues } from "../../formats/mackerel-plugin/values.ts";
import type { AppGraphLine } from "../../model/app-family.ts";
import { present } from "../../model/present.ts";
import { matches } from "../../model/wildcard.ts";
import type { PluginFailureReason, PluginResult, Plugins } from "../../ports/plugins.ts";
import type { Plugin } from "./config.ts";
import type { Target } from "./discover.ts";
import type { ReasonWord } from "./outcome.ts";
import type { BodyOptions } from "./read-body.ts";

type PluginAnswer =
  | { readonly ok: true; readonly reading: Reading; readonly bytes: number }
  | { readonly ok: false; readonly reason: ReasonWord; readonly detail: string };

/** Runs metric plugins of Mackerel, each target's apart from the others'. */
export interface PluginRunner {
  run(
    target: Target,
    slot: number,
    timeoutMs: number,
    options: BodyOptions,
    signal: AbortSignal,
  ): Promise<PluginAnswer>;
  /** The target is gone for good: so is what its plugin remembers. */
  forget(target: Target): Promise<void>;
  /** Deletes what plugins remember of others, who went while no agent ran. */
  keepOnly(targets: readonly Target[]): Promise<void>;
}

const reasons = {
  "not-found": "plugin",
  forbidden: "plugin",
  timeout: "timeout",
  "too-much": "too-large",
  busy: "plugin",
  aborted: "timeout",
  other: "plugin",
} as const satisfies Record<PluginFailureReason, ReasonWord>;

/** Name of the target's folder: of the container, so that nobody sees another's counts. */
const ownerOf = ({ seen, wanted, located }: Target): string =>
  `${seen.container.id.slice(0, 64)}-${wanted.plugin ?? ""}-${located.containerPort}`
    .replace(/[^\w.-]/g, "_")
    .slice(0, 128);

const tokens = ({ seen, name, located }: Target, slot: number): Readonly<Record<string, string>> => ({
  host: located.host,
  port: String(located.port),
  container_port: String(located.containerPort),
  container: seen.container.name,
  task: seen.task?.id ?? "",
  name,
  slot: String(slot),
});

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, token: string) => (Object.hasOwn(values, token) ? (values[token] ?? "") : whole));

/** Graphs change with the plugin's version alone. */
const graphsAgeMs = 3_600_000;

/** `#` and `*` stand for one part of a name. */
const isOf = (graph: string, metric: string, parts: readonly string[]): boolean => {
  const pattern = [...graph.split("."), metric];
  return (
    pattern.length === parts.length &&
    pattern.every((part, place) => matches(part === "#" ? "*" : part, parts[place] ?? ""))
  );
};

/** Where the plugin's graphs draw a metric. */
const lineOf = (name: string, graphs: readonly PluginGraph[]): AppGraphLine | undefined => {
  const parts = name.split(".");
  for (const { name: graph, label: title, unit, metrics } of graphs) {
    const metric = metrics.find((one) => isOf(graph, one.name, parts));
    if (metric === undefined) continue;
    return { graph, unit, metric: metric.name, stacked: metric.stacked, ...present({ title, label: metric.label }) };
  }
  return undefined;
};

const described = (reading: Reading, graphs: readonly PluginGraph[]): Reading => ({
  ...reading,
  families: reading.families.map((family) => {
    const line = lineOf(family.name, graphs);
    if (line === undefined) return family;
    const help = [line.title, line.label].filter((text) => text !== undefined && text !== "").join(": ");
    return { ...family, line, ...(help === "" ? {} : { help }) };
  }),
});

export interface PluginRunnerOptions {
  readonly plugins: Plugins;
  readonly known: readonly Plugin[];
  /** Milliseconds that only grow. */
  monotonic(): number;
}

export const openPluginRunner = ({ plugins, known, monotonic }: PluginRunnerOptions): PluginRunner => {
  const byName = new Map(known.map((plugin) => [plugin.name, plugin]));
  const graphsOf = new Map<string, { readonly graphs: readonly PluginGraph[]; readonly atMs: number }>();

  const start = (
    target: Target,
    slot: number,
    told: { readonly meta: boolean; readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<PluginResult> => {
    const plugin = byName.get(target.wanted.plugin ?? "");
    const values = tokens(target, slot);
    const environment = Object.entries(plugin?.environment ?? {}).map(([name, text]) => [name, filled(text, values)]);
    return plugins.run({
      argv: (plugin?.command ?? []).map((text) => filled(text, values)),
      environment: Object.fromEntries(environment),
      owner: ownerOf(target),
      ...told,
    });
  };

  /** Asked once an hour; a plugin that has none is right too. */
  const graphs = async (target: Target, slot: number, timeoutMs: number, signal: AbortSignal) => {
    const owner = ownerOf(target);
    const before = graphsOf.get(owner);
    if (before !== undefined && monotonic() - before.atMs < graphsAgeMs) return before.graphs;
    const answer = await start(target, slot, { meta: true, timeoutMs, signal });
    const read = answer.ok ? readPluginGraphs(answer.stdout) : undefined;
    const now = read?.ok === true ? read.graphs : [];
    graphsOf.set(owner, { graphs: now, atMs: monotonic() });
    return now;
  };

  return {
    run: async (target, slot, timeoutMs, options, signal) => {
      const answer = await start(target, slot, { meta: false, timeoutMs, signal });
      if (!answer.ok) return { ok: false, reason: reasons[answer.reason], detail: answer.detail };
      const { stdout, exitCode, stderr } = answer;
      const reading = readPluginValues(stdout, options);
      if (reading.samples === 0 && exitCode !== 0) {
        return { ok: false, reason: "plugin", detail: `it ended with ${exitCode}: ${stderr.trim().slice(0, 300)}` };
      }
      return {
        ok: true,
        reading: described(reading, await graphs(target, slot, timeoutMs, signal)),
        bytes: stdout.length,
      };
    },
    forget: async (target) => {
      if (target.wanted.kind !== "mackerel-plugin") return;
      graphsOf.delete(ownerOf(target));
      await plugins.forget(ownerOf(target));
    },
    keepOnly: async (targets) => {
      if (known.length === 0) return;
      await plugins.forgetOthers(
        new Set(targets.filter(({ wanted }) => wanted.kind === "mackerel-plugin").map(ownerOf)),
      );
    },
  };
};
