import { distance } from "fastest-levenshtein";
import { taskKey } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { Sight } from "../../ports/live-feed.ts";

/** What is there, and what was within the last hour. */
export const entriesOf = ({ snapshot, former }: Sight): readonly Entry[] => [
  ...snapshot.entries,
  ...former.map(({ entry }) => entry),
];

/** The key itself and, for a task, its containers'. */
export const withContainers = (key: string, entries: readonly Entry[]): ReadonlySet<string> =>
  new Set([
    key,
    ...entries.flatMap(({ resource }) =>
      resource.scope === "container" && resource.task !== undefined && taskKey(resource.task) === key
        ? [resource.key]
        : [],
    ),
  ]);

/** What stands before the slash: a container is not meant when a task is asked for. */
const kindOf = (key: string): string => key.slice(0, key.indexOf("/") + 1);

const nearestOf = (key: string, entries: readonly Entry[]): string | undefined => {
  const keys = entries.map(({ resource }) => resource.key);
  const alike = keys.filter((known) => kindOf(known) !== "" && kindOf(known) === kindOf(key));
  return (alike.length > 0 ? alike : keys.filter((known) => distance(key, known) <= known.length / 2))
    .map((known) => ({ known, off: distance(key, known) }))
    .sort((one, other) => one.off - other.off)[0]?.known;
};

/** Says so, and names the nearest. */
export const noSuchKey = (key: string, entries: readonly Entry[]): string => {
  if (key === "") return "Of which task or container? ?key= takes a key of /api/values.";
  const near = nearestOf(key, entries);
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return `There is no ${key}.${hint} All keys are in /api/values.`;
};
