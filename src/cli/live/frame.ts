import type { Snapshot } from "../../model/snapshot.ts";
import type { OutputHealth } from "../../ports/output-health.ts";
import { explainProblem, type Problem } from "../../problems/problem.ts";
import type { IoRates } from "../table/io-rates.ts";
import { renderTable } from "../table/render.ts";
import { rowsOf, type SortKey } from "../table/rows.ts";
import { type Paint, printable } from "../table/style.ts";
import { deliveryLines } from "./deliveries.ts";

/** Everything that one picture of the live table is made of. */
export interface Frame {
  readonly snapshot: Snapshot;
  readonly rates: IoRates;
  readonly problems: readonly Problem[];
  readonly sort: SortKey;
  /** Those that send, where something does. */
  readonly outputs?: readonly OutputHealth[] | undefined;
}

export interface FrameStyle {
  readonly width: number;
  readonly paint: Paint;
}

const numbered = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

/** Breaks at spaces, which a short text keeps as they are; a word that is too long is cut where the line ends. */
export const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let rest = text.trimEnd();
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
};

/** `1 task, 4 containers at 12:03:14 UTC, by cpu`. */
const statusLine = ({ snapshot, sort }: Frame): string => {
  const tasks = snapshot.entries.filter(({ resource }) => resource.scope === "task").length;
  const containers = snapshot.entries.filter(({ resource }) => resource.scope === "container").length;
  const time = new Date(snapshot.takenAtMs).toISOString().slice(11, 19);
  return `${numbered(tasks, "task")}, ${numbered(containers, "container")} at ${time} UTC, sorted by ${sort}`;
};

const problemLines = (problems: readonly Problem[], { width, paint }: FrameStyle): readonly string[] =>
  problems.flatMap((problem) =>
    wrapped(printable(explainProblem(problem)), Math.min(100, Math.max(20, width - 2))).map((line, place) =>
      paint(`${place === 0 ? "!" : " "} ${line}`, "warning"),
    ),
  );

/** The lines of one picture, without regard to the height of a screen. Pure. */
export const frameLines = (frame: Frame, style: FrameStyle): readonly string[] => {
  const rows = rowsOf(frame.snapshot, frame.rates, frame.sort);
  const table = rows.length === 0 ? ["Nothing is seen yet."] : renderTable(rows, style.width, style.paint);
  const deliveries = deliveryLines(frame.outputs ?? [], frame.snapshot.takenAtMs, style);
  const troubles = problemLines(frame.problems, style);
  const below = [deliveries, troubles].flatMap((lines) => (lines.length === 0 ? [] : ["", ...lines]));
  return [statusLine(frame).slice(0, style.width), "", ...table, ...below];
};

/** As many of the lines as there is room for, and how many there are not. */
export const clipped = (lines: readonly string[], height: number): readonly string[] => {
  if (lines.length <= height) return lines;
  const shown = Math.max(0, height - 1);
  return [...lines.slice(0, shown), `... ${lines.length - shown} more lines: make the window higher`].slice(0, height);
};
