import type { Terminal } from "../../ports/terminal.ts";

/** A screen that is drawn over and over. */
export interface Screen {
  /** Shows these lines from the top; writes only what changed, so that text can be selected while it runs. */
  draw(lines: readonly string[]): void;
  close(): void;
}

const at = (line: number): string => `\u001b[${line};1H`;
const clearLine = "\u001b[2K";
const clearBelow = "\u001b[0J";
const clearAll = "\u001b[2J";

export const openScreen = (terminal: Terminal): Screen => {
  const giveBack = terminal.takeScreen();
  let drawn: readonly string[] = [];
  let size = "";
  return {
    draw: (lines) => {
      const visible = lines.slice(0, terminal.rows());
      const nowSize = `${terminal.columns()}x${terminal.rows()}`;
      let text = "";
      if (nowSize !== size) {
        text += clearAll;
        drawn = [];
        size = nowSize;
      }
      for (const [place, line] of visible.entries()) {
        if (line !== drawn[place]) text += `${at(place + 1)}${clearLine}${line}`;
      }
      if (visible.length < drawn.length) text += `${at(visible.length + 1)}${clearBelow}`;
      if (text !== "") terminal.out(text);
      drawn = visible;
    },
    close: giveBack,
  };
};
