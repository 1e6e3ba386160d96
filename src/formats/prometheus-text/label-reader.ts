import type { LabelPair } from "../../catalogue/names/dialect.ts";
import { unescapeQuoted } from "./unescape.ts";

const pair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

/** The labels of a series as this project writes them: `{name="value",...}` with escaped values, or nothing. */
export const readLabels = (text: string): readonly LabelPair[] =>
  Array.from(text.matchAll(pair), ([, name = "", value = ""]): LabelPair => [name, unescapeQuoted(value)]);
