import { catalogue } from "../catalogue.ts";
import type { ComparedDialect, Dialect, DialectName } from "./dialect.ts";
import { ecsExporter } from "./ecs-exporter.ts";
import { ee } from "./ee.ts";
import { taskvitalsDialect } from "./taskvitals.ts";

/** Every dialect by name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  taskvitals: taskvitalsDialect(catalogue),
  ee,
  "ecs-exporter": ecsExporter,
};

/** The dialects that stand in for another program. */
export const comparedDialects: readonly ComparedDialect[] = [ee, ecsExporter];

/**
 * Which of these dialects exposes each family name. A name that several have is exposed once, by the one with the
 * richest identity labels; among equals by the first.
 */
export const exposers = (enabled: readonly Dialect[]): ReadonlyMap<string, Dialect> => {
  const chosen = new Map<string, Dialect>();
  for (const dialect of enabled) {
    for (const { name } of dialect.families) {
      const before = chosen.get(name);
      if (before === undefined || dialect.identityLabels.length > before.identityLabels.length) {
        chosen.set(name, dialect);
      }
    }
  }
  return chosen;
};
