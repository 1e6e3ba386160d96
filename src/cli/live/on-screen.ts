import type { SortKey } from "../table/rows.ts";
import { clipped, frameLines, wrapped } from "./frame.ts";
import type { LiveOptions } from "./live.ts";
import { openScreen } from "./screen.ts";
import { openWatch } from "./watch.ts";

/** How long a change may wait to be shown. */
const lookEveryMs = 200;

const sortByKey: Readonly<Record<string, SortKey>> = { c: "cpu", m: "memory", n: "network", d: "disk", a: "name" };
const keysLine = "q quits; sorted by: c cpu, m memory, n network, d disk, a name";
/** On a screen so low that the table would have fewer lines, the heading gives way. */
const leastForTable = 10;
const controlC = "\u0003";

/** Draws the table in place until `q`, Ctrl-C or the signal. */
export const onScreen = async (options: LiveOptions): Promise<void> => {
  const { terminal, clock, problems, heading, paint } = options;
  const quit = new AbortController();
  const signal = AbortSignal.any([options.signal, quit.signal]);
  const look = openWatch(options.current);
  const screen = openScreen(terminal);
  let { sort } = options;

  const draw = (): void => {
    const [width, height] = [terminal.columns(), terminal.rows()];
    const above = heading.flatMap((line) => wrapped(line, width));
    const shownAbove = height - above.length < leastForTable ? [] : above;
    const lines = frameLines({ ...look(), problems: problems(), outputs: options.outputs?.(), sort }, { width, paint });
    const room = height - shownAbove.length - 2;
    screen.draw([...shownAbove, ...clipped(lines, room), "", keysLine.slice(0, width)]);
  };
  const stopKeys = terminal.onKey((key) => {
    if (key === "q" || key === controlC) quit.abort();
    else {
      sort = sortByKey[key] ?? sort;
      draw();
    }
  });
  try {
    while (!signal.aborted) {
      draw();
      await clock.sleep(lookEveryMs, signal);
    }
  } finally {
    stopKeys();
    screen.close();
  }
};
