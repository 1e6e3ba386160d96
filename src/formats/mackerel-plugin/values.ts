import type { AppValueFamily } from "../../model/app-family.ts";
import { eachLine } from "../app-exposition/lines.ts";
import { readNumber } from "../app-exposition/number.ts";
import { type Reading, Tally } from "../app-reading.ts";
import { detached } from "../detached.ts";
import type { JsonReadingOptions } from "../json-answer.ts";

/** What Mackerel takes as a name, behind the `custom.` that it puts before it. */
const takenName = /^[-a-zA-Z0-9_]+(?:\.[-a-zA-Z0-9_]+)*$/;

const wrongWith = (name: string, value: number | undefined, time: string | undefined): string | undefined => {
  if (time === undefined) return "fewer than three words: name, value, time";
  if (value === undefined) return "no value that is a number";
  return takenName.test(name) ? undefined : "a name that Mackerel does not take";
};

/**
 * What a metric plugin of Mackerel prints: a name, a value and a time a line. Each is a gauge under the plugin's own name.
 * The time is left, as mackerel-agent leaves it, for that of the run. Never throws.
 */
export const readPluginValues = (stdout: string, options: JsonReadingOptions): Reading => {
  const { nowMs, maxSamples, maxNameLength = 255, keeps } = options;
  const tally = new Tally();
  const families = new Map<string, AppValueFamily>();

  const take = (name: string, value: number): void => {
    if (name.length > maxNameLength) tally.drop("over-labels");
    else if (keeps?.(name) === false) return;
    else if (!Number.isFinite(value)) tally.drop("not-finite");
    else if (families.has(name)) tally.drop("repeated");
    else {
      families.set(name, { name: detached(name), kind: "gauge", samples: [{ labels: {}, value, atMs: nowMs }] });
      tally.samples += 1;
    }
  };

  eachLine(stdout, (start, end, number) => {
    if (tally.samples >= maxSamples) {
      tally.drop("over-samples");
      return true;
    }
    const [name = "", told = "", time] = stdout.slice(start, end).split(/\s+/, 3);
    const value = readNumber(told);
    const wrong = wrongWith(name, value, time === "" ? undefined : time);
    if (wrong !== undefined || value === undefined) tally.malformed(number, wrong ?? "");
    else take(name, value);
    return true;
  });
  return tally.reading([...families.values()]);
};
