import type { Happening } from "../../model/happening.ts";
import type { Resource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import type { CheckItem, CheckStatus } from "./item.ts";
import { ownEntry } from "./own-entry.ts";
import { isShown, ownResource, type Telling } from "./series.ts";

const inputChecks = (telling: Telling, snapshot: Snapshot): readonly CheckItem[] => {
  const { inputs, takenAtMs } = snapshot;
  const own = ownResource(telling, snapshot);
  return telling.plan.everywhere.flatMap(({ dialect }) =>
    dialect.inputChecks.flatMap(({ check, input }): readonly CheckItem[] => {
      const up = inputs.find(({ name }) => name === input)?.up;
      if (up === undefined) return [];
      return [
        {
          route: "checks",
          atMs: takenAtMs,
          check,
          status: up ? "ok" : "critical",
          tags: telling.tags.of(dialect, own),
          message: up ? "" : `The last collection of ${input} failed`,
        },
      ];
    }),
  );
};

const stateChecks = (telling: Telling, { resource, points }: Entry): readonly CheckItem[] =>
  telling.plan.of(resource).flatMap(({ dialect }) =>
    dialect.stateChecks.flatMap(({ check, metric, statuses }) =>
      points
        .filter((point) => point.metric === metric && point.value === 1)
        .map(({ atMs, attributes: { status: word = "" } }): CheckItem => {
          const status: CheckStatus = ownEntry(statuses, word) ?? "unknown";
          const tags = telling.tags.of(dialect, resource);
          return { route: "checks", atMs, check, status, tags, message: status === "ok" ? "" : word };
        }),
    ),
  );

/** What a snapshot says of inputs and of containers' health. */
export const checksOf = (telling: Telling, snapshot: Snapshot): readonly CheckItem[] => [
  ...inputChecks(telling, snapshot),
  ...snapshot.entries
    .filter(({ resource }) => isShown(resource, telling))
    .flatMap((entry) => stateChecks(telling, entry)),
];

/** The code a container ended with; undefined when it did not end, or not that we know of. */
export const exitCodeOf = ({ kind, facts }: Happening): number | undefined => {
  const code = Number(facts.exit_code ?? Number.NaN);
  return kind === "stopped" && Number.isInteger(code) ? code : undefined;
};

const nameOf = (resource: Resource): string =>
  resource.scope === "container" ? resource.container.name : resource.key;

/** How a container ended. */
export const exitChecksOf = (
  telling: Telling,
  happening: Happening,
  okExitCodes: readonly number[],
): readonly CheckItem[] => {
  const { resource, atMs } = happening;
  const code = exitCodeOf(happening);
  if (code === undefined || resource.scope !== "container" || !isShown(resource, telling)) return [];
  return telling.plan.of(resource).flatMap(({ dialect }): readonly CheckItem[] => {
    if (dialect.exitCheck === undefined) return [];
    return [
      {
        route: "checks",
        atMs,
        check: dialect.exitCheck,
        status: okExitCodes.includes(code) ? "ok" : "critical",
        tags: telling.tags.of(dialect, resource),
        message: `Container ${nameOf(resource)} ended with exit code ${code}`,
      },
    ];
  });
};
