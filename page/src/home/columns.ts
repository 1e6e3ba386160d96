import type { ColumnId, Row } from "../../../src/web/api/contract.ts";

interface ColumnFacts {
  /** Pixels it needs at the least. */
  readonly width: number;
  /** Shown unless somebody chose otherwise. */
  readonly usual?: true;
  /** What it is sorted by. */
  readonly figure?: ColumnId;
  /** What it shows, and against what. */
  readonly used?: ColumnId;
  readonly limit?: ColumnId;
  readonly ratio?: ColumnId;
  /** Largest first when chosen for sorting. */
  readonly descending?: true;
}

/** Columns beside the name, in their usual order. What has no room is left out from the end of `room` on. */
export const columnFacts = {
  state: { width: 164, usual: true },
  cpu: {
    width: 124,
    usual: true,
    figure: "cpuRatio",
    used: "cpu",
    limit: "cpuLimit",
    ratio: "cpuRatio",
    descending: true,
  },
  memory: {
    width: 148,
    usual: true,
    figure: "memoryRatio",
    used: "memory",
    limit: "memoryLimit",
    ratio: "memoryRatio",
    descending: true,
  },
  in: { width: 84, usual: true, figure: "receive", used: "receive", descending: true },
  out: { width: 84, usual: true, figure: "transmit", used: "transmit", descending: true },
  read: { width: 84, usual: true, figure: "diskRead", used: "diskRead", descending: true },
  write: { width: 84, usual: true, figure: "diskWrite", used: "diskWrite", descending: true },
  restarts: { width: 76, usual: true, figure: "restarts", used: "restarts", descending: true },
  age: { width: 100, usual: true },
  tag: { width: 112, usual: true },
  health: { width: 96, usual: true },
  oom: { width: 76, figure: "oomEvents", used: "oomEvents", descending: true },
  pids: { width: 76, figure: "pids", used: "pids", descending: true },
  revision: { width: 76 },
  task: { width: 92 },
  zone: { width: 124 },
  launch: { width: 92 },
} as const satisfies Record<string, ColumnFacts>;

export type Column = keyof typeof columnFacts;

export const factsOf = (column: Column): ColumnFacts => columnFacts[column];

const isColumn = (word: string): word is Column => Object.hasOwn(columnFacts, word);

export const allColumns: readonly Column[] = Object.keys(columnFacts).filter(isColumn);
export const usualColumns: readonly Column[] = allColumns.filter((column) => factsOf(column).usual);

/** Which go last where there is little room; the others after them, in the order of the table from its end. */
const kept: readonly Column[] = ["state", "cpu", "memory", "restarts", "age", "health", "tag", "in", "out"];

const rank = (column: Column, columns: readonly Column[]): number => {
  const place = kept.indexOf(column);
  return place >= 0 ? place : kept.length + columns.indexOf(column);
};

/** The narrowest that the name may get before a column gives way. */
const nameWidth = 220;

/** Those of the columns that fit beside the name, in their order: the table never scrolls sideways. */
export const fitColumns = (columns: readonly Column[], width: number): readonly Column[] => {
  let room = width - nameWidth;
  const fitting = new Set<Column>();
  for (const column of columns.toSorted((a, b) => rank(a, columns) - rank(b, columns))) {
    if (factsOf(column).width > room) break;
    room -= factsOf(column).width;
    fitting.add(column);
  }
  return columns.filter((column) => fitting.has(column));
};

/** On a card there is room for the state and two more. */
export const cardColumns = (columns: readonly Column[]): readonly Column[] => [
  "state",
  ...columns.filter((column) => column !== "state").slice(0, 2),
];

export const chosenColumns = (words: readonly string[]): readonly Column[] => {
  const chosen = [...new Set(words.filter(isColumn))];
  return chosen.length > 0 ? chosen : usualColumns;
};

export interface Sort {
  readonly by: Column | "name";
  readonly descending: boolean;
}

/** `-cpu`: by CPU, largest first. What is not understood is by name. */
export const sortOf = (text: string): Sort => {
  const descending = text.startsWith("-");
  const by = descending ? text.slice(1) : text;
  if (isColumn(by)) return { by, descending };
  return { by: "name", descending: by === "name" && descending };
};

/** What a press on a column's head makes of the sort: its own direction first, then the other one, then by name again. */
export const nextSort = ({ by, descending }: Sort, pressed: Column | "name"): string => {
  if (pressed === "name") return by === "name" && !descending ? "-name" : "";
  const first = factsOf(pressed).descending ?? false;
  if (by !== pressed) return first ? `-${pressed}` : pressed;
  if (descending !== first) return "";
  return first ? pressed : `-${pressed}`;
};

/** Whether the order moves with the figures. */
export const movesWithFigures = ({ by }: Sort): boolean => by !== "name" && factsOf(by).figure !== undefined;

/** Since when it runs, or when it ended. */
export const ageOf = (row: Row): number | undefined => row.stoppedMs ?? row.goneMs ?? row.startedMs;
