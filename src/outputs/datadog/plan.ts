import { catalogue } from "../../catalogue/catalogue.ts";
import {
  type DatadogDialect,
  type DatadogDialectName,
  type DatadogFamily,
  type DatadogRow,
  metricsOfDatadogRow,
} from "../../catalogue/names/datadog-dialect.ts";
import { datadogDialectOf, datadogDialects } from "../../catalogue/names/datadog-dialects.ts";
import type { Place } from "../../model/place.ts";
import type { Resource, Scope } from "../../model/resource.ts";
import type { DatadogConfig } from "./config.ts";
import { ownEntry } from "./own-entry.ts";

/** A row with the family it fills. */
export interface PlannedRow {
  readonly family: DatadogFamily;
  readonly row: DatadogRow;
}

/** A dialect as it is configured: rows by the scope of the resources they are about. */
export interface PlannedDialect {
  readonly dialect: DatadogDialect;
  readonly rows: ReadonlyMap<Scope, readonly PlannedRow[]>;
  /** The unit goes along: Datadog knows those of its own names. */
  readonly tellsUnits: boolean;
}

/** Which dialects speak of what. */
export interface Plan {
  /** Those that tell of a resource. */
  of(resource: Resource): readonly PlannedDialect[];
  /** Those that tell of the whole place. */
  readonly everywhere: readonly PlannedDialect[];
}

const scopeOf = (row: DatadogRow): Scope | undefined => {
  const [first] = metricsOfDatadogRow(row);
  return first === undefined ? undefined : catalogue[first].scope;
};

const planned = (name: DatadogDialectName, { generation }: DatadogConfig): PlannedDialect => {
  const dialect = datadogDialects[name];
  const rows = new Map<Scope, PlannedRow[]>();
  for (const family of dialect.families) {
    if (family.generation !== undefined && family.generation !== generation) continue;
    for (const row of family.rows) {
      const scope = scopeOf(row);
      if (scope !== undefined) rows.set(scope, [...(rows.get(scope) ?? []), { family, row }]);
    }
  }
  return { dialect, rows, tellsUnits: name === "taskvitals" };
};

const usualName = (launchType: string | undefined): DatadogDialectName =>
  ownEntry(datadogDialectOf, launchType ?? "") ?? datadogDialectOf[""] ?? "docker";

const launchTypeOf = (resource: Resource): string | undefined =>
  resource.scope === "task" || resource.scope === "container" ? resource.task?.launchType : undefined;

/** The configured dialects for everything; without any, each task's by its launch type. */
export const planOf = (config: DatadogConfig, place: Place): Plan => {
  if (config.dialects !== undefined) {
    const chosen = config.dialects.map((name) => planned(name, config));
    return { of: () => chosen, everywhere: chosen };
  }
  const usual = new Map([...new Set(Object.values(datadogDialectOf))].map((name) => [name, [planned(name, config)]]));
  const byLaunchType = (launchType: string | undefined): readonly PlannedDialect[] =>
    usual.get(usualName(launchType)) ?? [];
  return {
    of: (resource) => byLaunchType(launchTypeOf(resource) ?? place.launchType),
    everywhere: byLaunchType(place.launchType),
  };
};
