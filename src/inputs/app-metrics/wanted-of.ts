import type { BoardContainer } from "../../ports/container-board.ts";
import type { Rule } from "./config.ts";
import { datadogLabels } from "./labels/datadog.ts";
import { elasticLabels } from "./labels/elastic.ts";
import { isIgnored, ownLabels } from "./labels/own-labels.ts";
import { cloudWatchLabels, exporterLabels } from "./labels/plain-labels.ts";
import { rulesFor } from "./rules.ts";
import type { Finding, Labels, Wanted } from "./wanted.ts";

const own = [ownLabels];
const borrowed = [cloudWatchLabels, exporterLabels, datadogLabels, elasticLabels];

/** What cannot be the same endpoint: it is read once, as the first who wants it says. */
export const wantedKey = ({ kind, port, path, plugin }: Wanted): string =>
  kind === "mackerel-plugin" ? `${kind} ${plugin} ${port ?? ""}` : `${kind} ${port ?? ""}${path}`;

export interface WantedOptions {
  readonly rules: readonly Rule[];
  /** Whether other agents' labels count. */
  readonly otherLabels: boolean;
}

/** Everything that is wanted of a container: by its labels, ours first, then by the configuration. */
export const wantedOf = (seen: BoardContainer, { rules, otherLabels }: WantedOptions): Finding => {
  const labels: Labels = seen.container.labels ?? {};
  if (isIgnored(labels)) return { wanted: [], faults: [] };
  const readers = otherLabels ? [...own, ...borrowed] : own;
  const findings = [...readers.map((read) => read(labels)), rulesFor(seen, rules)];
  const byKey = new Map<string, Wanted>();
  for (const wanted of findings.flatMap((finding) => finding.wanted)) {
    const key = wantedKey(wanted);
    if (!byKey.has(key)) byKey.set(key, wanted);
  }
  return { wanted: [...byKey.values()], faults: findings.flatMap(({ faults }) => faults) };
};
