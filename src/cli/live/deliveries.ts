import type { OutputHealth } from "../../ports/output-health.ts";
import { problems as known } from "../../problems/table.ts";
import { age, count } from "../table/amounts.ts";
import { printable } from "../table/style.ts";
import type { FrameStyle } from "./frame.ts";

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, number) => sum + number, 0);

const reasons = (word: string, counts: ReadonlyMap<string, number>): readonly string[] =>
  total(counts) === 0 ? [] : [`${word}: ${[...counts].map(([reason, number]) => `${reason} ${number}`).join(", ")}`];

/** What is wrong now; when nothing is, why something did not arrive. */
const troubleOf = ({ problems, refused, dropped, lostPoints, circuit }: OutputHealth): string => {
  const [problem] = problems;
  if (problem !== undefined)
    return `${circuit === "held" ? "held: " : ""}${known[problem.code].title}: ${problem.detail}`;
  const why = [...reasons("refused", refused), ...reasons("dropped", dropped), ...reasons("lost", lostPoints)];
  return why.length === 0 ? "-" : why.join("; ");
};

type Cells = readonly string[];

const heads: Cells = ["OUTPUT", "DELIVERED", "QUEUED", "OLDEST", "REFUSED", "LOST", "PROBLEM"];

const cellsOf = (health: OutputHealth, nowMs: number): Cells => {
  const { name, delivered, queue, refused, dropped, lostPoints } = health;
  return [
    name,
    count(delivered),
    count(queue.points),
    age(queue.oldestMs === undefined ? undefined : nowMs - queue.oldestMs),
    count(total(refused)),
    count(total(dropped) + total(lostPoints)),
    printable(troubleOf(health)),
  ];
};

/** How every output that sends fares, a line each under heads; none when nothing sends. Pure. */
export const deliveryLines = (
  outputs: readonly OutputHealth[],
  nowMs: number,
  { width, paint }: FrameStyle,
): readonly string[] => {
  if (outputs.length === 0) return [];
  const rows = [heads, ...outputs.map((health) => cellsOf(health, nowMs))];
  const widths = heads.map((_, place) => Math.max(...rows.map((cells) => cells[place]?.length ?? 0)));
  const isText = (place: number): boolean => place === 0 || place === heads.length - 1;
  return rows.map((cells, row) => {
    const line = cells
      .map((cell, place) => (isText(place) ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0)))
      .join("  ")
      .trimEnd()
      .slice(0, width);
    if (row === 0) return paint(line, "head");
    return paint(line, outputs[row - 1]?.problems.length === 0 ? undefined : "warning");
  });
};
