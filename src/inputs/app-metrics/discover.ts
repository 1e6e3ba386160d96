import { containerWords } from "../../model/container-words.ts";
import type { BoardContainer, BoardSheet, Vantage } from "../../ports/container-board.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import { type Located, locate, type NotLocated } from "./locate.ts";
import type { Wanted } from "./wanted.ts";
import { type WantedOptions, wantedKey, wantedOf } from "./wanted-of.ts";

/** Something to read, and where. */
export interface Target {
  /** Unique while the container exists. */
  readonly id: string;
  readonly name: string;
  readonly wanted: Wanted;
  readonly seen: BoardContainer;
  readonly located: Located;
}

export interface Discovery {
  readonly targets: readonly Target[];
  readonly problems: readonly Problem[];
  /** When the oldest of what was seen was seen, milliseconds since the epoch; undefined: nothing was. */
  readonly asOfMs: number | undefined;
}

export interface DiscoveryOptions extends WantedOptions {
  readonly hostAddress: string | undefined;
  readonly maxTargets: number;
  /** Names of the plugins that there are. */
  readonly plugins: ReadonlySet<string>;
}

type Sheets = ReadonlyMap<string, BoardSheet>;

interface Seen {
  readonly container: BoardContainer;
  readonly vantage: Vantage;
  readonly find: (idOrName: string) => BoardContainer | undefined;
}

const openFind = ({ containers }: BoardSheet): Seen["find"] => {
  const byName = new Map<string, BoardContainer>();
  for (const seen of containers) {
    if (seen.container.dockerName !== undefined) byName.set(seen.container.dockerName, seen);
  }
  for (const seen of containers) byName.set(seen.container.id, seen);
  return (idOrName) => byName.get(idOrName);
};

/** Each container once: as its machine sees it, where that is told. */
const allSeen = (sheets: Sheets): readonly Seen[] => {
  const all = new Map<string, Seen>();
  const machineLast = [...sheets.values()].sort(
    (one, other) => Number(one.vantage === "machine") - Number(other.vantage === "machine"),
  );
  for (const sheet of machineLast) {
    const find = openFind(sheet);
    for (const container of sheet.containers) {
      all.set(container.container.id, { container, vantage: sheet.vantage, find });
    }
  }
  return [...all.values()];
};

const codes = {
  "no-network": "target-address",
  "no-address": "target-address",
  "which-port": "target-port",
  forbidden: "target-forbidden",
} as const satisfies Record<NotLocated["why"], Problem["code"]>;

/** Troubles of one discovery beyond this are left out: labels are written once and copied a hundred times. */
const mostProblems = 100;

const endpointOf = ({ wanted, located }: Target): string =>
  wanted.kind === "mackerel-plugin"
    ? `${wanted.plugin} ${located.host}:${located.port}`
    : `${wanted.kind} ${located.host}:${located.port}${wanted.path}`;

interface Draft {
  readonly targets: Map<string, Target>;
  readonly problems: Problem[];
  leftOut: number;
}

const addTarget = (draft: Draft, target: Target, { maxTargets, plugins }: DiscoveryOptions): void => {
  const { wanted, seen } = target;
  const words = containerWords(seen);
  if (wanted.plugin !== undefined && !plugins.has(wanted.plugin)) {
    draft.problems.push(
      problem(
        "target-label",
        `${words} ${wanted.from}`,
        `names the plugin ${wanted.plugin}, which inputs.app-metrics.plugins does not have`,
      ),
    );
    return;
  }
  const endpoint = endpointOf(target);
  const other = draft.targets.get(endpoint);
  if (other !== undefined) {
    draft.problems.push(
      problem("target-twice", `${words} ${wanted.from}`, `${endpoint}, as ${containerWords(other.seen)}`),
    );
  } else if (draft.targets.size >= maxTargets) {
    draft.leftOut += 1;
  } else {
    draft.targets.set(endpoint, target);
  }
};

const discoverIn = (draft: Draft, { container: seen, vantage, find }: Seen, options: DiscoveryOptions): void => {
  const words = containerWords(seen);
  const { wanted: all, faults } = wantedOf(seen, options);
  for (const { label, what, isRead } of faults) {
    draft.problems.push(problem(isRead ? "target-label-unused" : "target-label", `${words} ${label}`, what));
  }
  for (const wanted of all) {
    const located = locate(seen, wanted.port, { vantage, find, hostAddress: options.hostAddress });
    if (!located.ok) {
      draft.problems.push(problem(codes[located.why], `${words} ${wanted.from}`, located.detail));
      continue;
    }
    const id = `${seen.container.id}/${wantedKey(wanted)}`;
    addTarget(draft, { id, name: wanted.name ?? seen.container.name, wanted, seen, located }, options);
  }
};

/** Oldest first, so that a container that comes later takes nothing from one that is there: no slot, no room, no endpoint. */
const byAge = ({ container: one }: Seen, { container: other }: Seen): number => {
  if (one.createdMs === undefined && other.createdMs === undefined) {
    return one.container.id < other.container.id ? -1 : 1;
  }
  const [oneMs, otherMs] = [one.createdMs ?? Number.MAX_VALUE, other.createdMs ?? Number.MAX_VALUE];
  return oneMs - otherMs;
};

/** Everything that is to be read of what the board shows. Pure. */
export const discover = (sheets: Sheets, options: DiscoveryOptions): Discovery => {
  const draft: Draft = { targets: new Map(), problems: [], leftOut: 0 };
  for (const seen of [...allSeen(sheets)].sort(byAge)) discoverIn(draft, seen, options);
  const tooMany =
    draft.leftOut === 0
      ? []
      : [problem("target-limit", "inputs.app-metrics.maxTargets", `${draft.leftOut} more than ${options.maxTargets}`)];
  const times = [...sheets.values()].map(({ asOfMs }) => asOfMs);
  return {
    targets: [...draft.targets.values()],
    problems: [...tooMany, ...draft.problems].slice(0, mostProblems),
    asOfMs: times.length === 0 ? undefined : Math.min(...times),
  };
};
