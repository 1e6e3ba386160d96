import { go } from "../address.ts";
import { active, outline, toggle } from "./model.ts";
import type { Line } from "./outline.ts";

/** Brings this line into sight and the focus to it; the table does it, since the line may not be in the document. */
export type FocusLine = (place: number) => void;

const pageLines = 10;

const parentOf = (lines: readonly Line[], place: number): number => {
  const { kind } = lines[place] ?? {};
  return lines.findLastIndex(
    (line, at) => at < place && (line.kind === "group" || (line.kind === "task" && kind === "container")),
  );
};

/** Where a key leads from a line; undefined for a key that leads nowhere. */
const target = (key: string, place: number, last: number): number | undefined => {
  switch (key) {
    case "ArrowDown":
      return place + 1;
    case "ArrowUp":
      return place - 1;
    case "PageDown":
      return place + pageLines;
    case "PageUp":
      return place - pageLines;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return undefined;
  }
};

/** Moves along the table, opens and folds; true when the key was for it. */
export const pressOnTable = (key: string, focusLine: FocusLine): boolean => {
  const { lines } = outline.peek();
  const place = lines.findIndex(({ id }) => id === active.peek());
  const line = lines[place];
  const to = target(key, place, lines.length - 1);
  if (to !== undefined) {
    focusLine(Math.max(0, Math.min(lines.length - 1, to)));
    return true;
  }
  if (line === undefined) return false;
  if (key === "Enter" && line.kind !== "group") {
    go({ view: "detail", key: line.id });
    return true;
  }
  if (key === "ArrowRight") {
    if (line.kind === "task" && line.containers > 0 && !line.open) toggle(line.id);
    else if (line.kind !== "container") focusLine(Math.min(lines.length - 1, place + 1));
    return true;
  }
  if (key === "ArrowLeft") {
    if (line.kind === "task" && line.open) toggle(line.id);
    else focusLine(Math.max(0, parentOf(lines, place)));
    return true;
  }
  return false;
};
