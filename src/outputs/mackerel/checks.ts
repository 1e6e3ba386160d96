import { mackerelHealth } from "../../catalogue/names/mackerel-container.ts";
import { checkName, type TaskHostSeed } from "./host-seed.ts";
import { type CheckItem, routes } from "./item.ts";
import { newestOfMinutes } from "./minutes.ts";
import { type ContainerView, stateWord, type TaskView } from "./task-view.ts";

/** Mackerel cuts at 1024 characters, or refuses. */
const messageCharacters = 1000;

interface Reported {
  readonly host: TaskHostSeed;
  readonly name: string;
  readonly word: string;
  readonly containerName: string;
  readonly atMs: number;
}

const reportOf = (view: ContainerView, host: TaskHostSeed): readonly Reported[] => {
  const word = stateWord(view.points, mackerelHealth.metric);
  const atMs = view.points.get(mackerelHealth.metric)?.[0]?.atMs;
  if (word === undefined || atMs === undefined) return [];
  return [{ host, name: checkName(view), word, containerName: view.container.name, atMs }];
};

/** The checks of one task in one snapshot. */
export const reportsOf = (view: TaskView, host: TaskHostSeed): readonly Reported[] =>
  view.containers.flatMap((container) => reportOf(container, host));

/** The newest of each minute; of those that say the same one after the other, the first and the very last. */
const worthTelling = (reports: readonly Reported[]): readonly Reported[] =>
  newestOfMinutes(reports).filter(
    ({ word }, place, told) => place === told.length - 1 || told[place - 1]?.word !== word,
  );

/** Check reports of a batch, oldest first. Words that are no result (still starting) are not reported. */
export const checkItems = (reports: readonly Reported[]): readonly CheckItem[] =>
  [...Map.groupBy(reports, ({ host, name }) => `${host.identifier} ${name}`).values()]
    .flatMap((one) => worthTelling(one))
    .sort((one, other) => one.atMs - other.atMs)
    .flatMap(({ host, name, word, containerName, atMs }) => {
      const status = mackerelHealth.statuses[word];
      if (status === undefined) return [];
      const message = `Health of container ${containerName}: ${word}`.slice(0, messageCharacters);
      return [{ host, name, status, message, atMs }];
    })
    .map((item) => ({ kind: "check", route: routes.checks, ...item }));
