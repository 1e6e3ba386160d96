import { frameLines } from "./frame.ts";
import type { LiveOptions } from "./live.ts";
import { openWatch } from "./watch.ts";

const lookEveryMs = 200;
/** The first table waits so long for rates. */
const patienceMs = 4000;

/** Prints one table after the other, for a pipe or a log, until the signal or the wanted number. */
export const onPaper = async (options: LiveOptions): Promise<void> => {
  const { terminal, clock, problems, heading, paint, signal, printEveryMs, sort } = options;
  const { tables = Number.POSITIVE_INFINITY } = options;
  const look = openWatch(options.current);
  const startedMs = clock.monotonic();
  const style = { width: terminal.columns(), paint };
  if (heading.length > 0) terminal.out(`${heading.join("\n")}\n`);
  let printed = 0;
  let dueMs = startedMs;
  while (!signal.aborted && printed < tables) {
    const sight = look();
    const nowMs = clock.monotonic();
    const ready = printed > 0 || sight.complete || nowMs - startedMs > patienceMs;
    if (ready && nowMs >= dueMs) {
      terminal.out(
        `${frameLines({ ...sight, problems: problems(), outputs: options.outputs?.(), sort }, style).join("\n")}\n\n`,
      );
      printed += 1;
      dueMs = nowMs + printEveryMs;
    } else await clock.sleep(lookEveryMs, signal);
  }
};
