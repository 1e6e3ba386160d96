import { isPage, type Tally } from "./app-reading.ts";

/** How an app's JSON is to be read. */
export interface JsonReadingOptions {
  /** The time of what tells none, milliseconds since the epoch. */
  readonly nowMs: number;
  /** Numbers beyond this are counted, not read. */
  readonly maxSamples: number;
  /** For the name of a metric: UTF-16 units. 512 unless told. */
  readonly maxNameLength?: number;
  /** Which names are wanted; all unless told. What is not is not counted either. */
  readonly keeps?: (name: string) => boolean;
}

/** The object or list of an answer; undefined, with the trouble in the tally, when it is none. Never throws. */
export const parseJsonAnswer = (body: string, tally: Tally): object | undefined => {
  const trouble = (what: string): undefined => {
    tally.trouble = { line: 0, what };
    return undefined;
  };
  if (isPage(body)) return trouble("a page (HTML or XML), no JSON");
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : trouble("JSON, but no object");
  } catch {
    return trouble("no JSON");
  }
};
