import { type Reading, Tally } from "../app-reading.ts";
import { type JsonReadingOptions, parseJsonAnswer } from "../json-answer.ts";
import { openNumbers } from "../json-numbers.ts";

/**
 * Every number of a JSON answer, named as mackerel-plugin-json documents it: the keys that lead to it with dots between,
 * places in lists counted from 0. (The plugin itself leaves out the key of a list, so that two lists have one name.)
 * Text, true, false and null are no numbers. Never throws.
 */
export const readJsonMetrics = (body: string, options: JsonReadingOptions): Reading => {
  const tally = new Tally();
  const answer = parseJsonAnswer(body, tally);
  if (answer === undefined) return tally.reading([]);
  const numbers = openNumbers(tally, options);
  numbers.walk(answer);
  return tally.reading(numbers.families);
};
