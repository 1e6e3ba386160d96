import { type Column, columns } from "./columns.ts";
import type { Row } from "./row.ts";
import { type Paint, printable, type Tone } from "./style.ts";

const gap = 2;
const narrowestName = 12;
/** When nothing else can give way. */
const narrowestOfAll = 4;

interface Laid {
  readonly column: Column;
  readonly width: number;
  readonly cells: readonly string[];
  /** As the column's, and more for one that tells nothing. */
  readonly spare: number;
}

const unknownOnly = 100;

const lay = (column: Column, rows: readonly Row[]): Laid => {
  const isName = column === columns[0];
  const cells = rows.map((row) => (row.kind === "heading" && !isName ? "" : printable(column.text(row))));
  const tells = cells.some((cell) => cell !== "" && cell !== "-");
  return {
    column,
    cells,
    width: Math.max(column.title.length, ...cells.map((cell) => cell.length)),
    spare: column.spare === 0 || tells ? column.spare : column.spare + unknownOnly,
  };
};

const widthOf = (laid: readonly Laid[]): number => laid.reduce((sum, { width }) => sum + width + gap, -gap);

/** Shortens the names when that is enough, drops the most spare columns when it is not. */
const fitted = (all: readonly Laid[], width: number): readonly Laid[] => {
  const [name, ...rest] = all;
  if (name === undefined || widthOf(all) <= width) return all;
  const room = width - widthOf(rest) - gap;
  const mostSpare = Math.max(...rest.map(({ spare }) => spare));
  if (room >= Math.min(narrowestName, name.width) || mostSpare === 0) {
    return [{ ...name, width: Math.max(room, narrowestOfAll) }, ...rest];
  }
  return fitted([name, ...rest.filter(({ spare }) => spare < mostSpare)], width);
};

const padded = (text: string, { column, width }: Laid): string => {
  const short = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return column.align === "left" ? short.padEnd(width) : short.padStart(width);
};

const toneOf = (row: Row, { column }: Laid, cell: string): Tone | undefined => {
  const ratio = column.ratio?.(row);
  if (ratio !== undefined && ratio >= 0.9) return "alarm";
  if (ratio !== undefined && ratio >= 0.75) return "warning";
  if (cell === "UNHEALTHY") return "alarm";
  if (cell === "-") return "faint";
  return row.kind === "container" ? undefined : "strong";
};

/** The table's lines, none wider than `width`. Pure. */
export const renderTable = (rows: readonly Row[], width: number, paint: Paint): readonly string[] => {
  const laid = fitted(
    columns.map((column) => lay(column, rows)),
    width,
  );
  const last = laid.at(-1);
  const line = (cellOf: (one: Laid) => string, tone: (one: Laid, cell: string) => Tone | undefined): string =>
    laid
      .map((one) => {
        const text = padded(cellOf(one), one);
        return paint(one === last ? text.trimEnd() : text, tone(one, cellOf(one)));
      })
      .join(" ".repeat(gap))
      .trimEnd();
  return [
    line(
      ({ column }) => column.title,
      () => "head",
    ),
    ...rows.map((row, place) =>
      line(
        ({ cells }) => cells[place] ?? "",
        (one, cell) => toneOf(row, one, cell),
      ),
    ),
  ];
};
