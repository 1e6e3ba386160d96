/** Reads an exposition back, for tests. Written against the format, not against the writer; throws at every offence. */
export interface ReadSample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  /** As written: milliseconds in text 0.0.4, seconds in OpenMetrics. */
  readonly time: number | undefined;
}

export interface ReadFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string | undefined;
  readonly samples: readonly ReadSample[];
}

const unescaped: Readonly<Record<string, string>> = { "\\": "\\", n: "\n", '"': '"' };

/** The quoted text that begins at a place, and the place after its closing quote. */
const quoted = (line: string, from: number): readonly [text: string, next: number] => {
  if (line[from] !== '"') throw new Error(`no quote at ${from}: ${line}`);
  let text = "";
  for (let at = from + 1; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (character === '"') return [text, at + 1];
    if (character !== "\\") {
      text += character;
      continue;
    }
    at += 1;
    const meant = unescaped[line[at] ?? ""];
    if (meant === undefined) throw new Error(`bad escape at ${at}: ${line}`);
    text += meant;
  }
  throw new Error(`no closing quote: ${line}`);
};

const readLabels = (line: string, from: number): readonly [labels: Map<string, string>, next: number] => {
  const labels = new Map<string, string>();
  if (line[from] !== "{") return [labels, from];
  let at = from + 1;
  for (;;) {
    const name = /^[a-zA-Z_][a-zA-Z0-9_]*(?==")/.exec(line.slice(at))?.[0];
    if (name === undefined || name.startsWith("__")) throw new Error(`no label name at ${at}: ${line}`);
    const [value, next] = quoted(line, at + name.length + 1);
    if (labels.has(name)) throw new Error(`the label ${name} twice: ${line}`);
    labels.set(name, value);
    if (line[next] === "}") return [labels, next + 1];
    if (line[next] !== ",") throw new Error(`no comma at ${next}: ${line}`);
    at = next + 1;
  }
};

const specialValues: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  "+Inf": Number.POSITIVE_INFINITY,
  "-Inf": Number.NEGATIVE_INFINITY,
};

const readNumber = (text: string): number => {
  const special = specialValues[text];
  if (special !== undefined) return special;
  if (!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(text)) throw new Error(`not a number: ${text}`);
  return Number(text);
};

const readSample = (line: string): ReadSample => {
  const name = /^[a-zA-Z_:][a-zA-Z0-9_:]*/.exec(line)?.[0];
  if (name === undefined) throw new Error(`no name: ${line}`);
  const [labels, next] = readLabels(line, name.length);
  const [empty, value = "", time, ...rest] = line.slice(next).split(" ");
  if (empty !== "" || rest.length > 0) throw new Error(`not a sample: ${line}`);
  return { name, labels, value: readNumber(value), time: time === undefined ? undefined : readNumber(time) };
};

type Format = "text" | "openmetrics";

/** What may follow the family's name in its samples' names; OpenMetrics has endings that text has in the family's name. */
const suffixes: Readonly<Record<Format, Readonly<Record<string, readonly string[]>>>> = {
  text: { histogram: ["_bucket", "_sum", "_count"], summary: ["", "_sum", "_count"] },
  openmetrics: {
    counter: ["_total"],
    info: ["_info"],
    histogram: ["_bucket", "_sum", "_count"],
    summary: ["", "_sum", "_count"],
  },
};

const linesOf = (text: string, format: Format): readonly string[] => {
  const lines = text.split("\n");
  if (text !== "" && lines.pop() !== "") throw new Error("no line feed at the end");
  if (format === "openmetrics" && lines.pop() !== "# EOF") throw new Error("no end");
  return lines.filter((line) => line !== "" || text !== "");
};

interface OpenFamily {
  readonly name: string;
  type: string;
  readonly help: string;
  unit: string | undefined;
  readonly samples: ReadSample[];
}

const readSampleOf = (family: OpenFamily, line: string, format: Format): ReadSample => {
  const sample = readSample(line);
  const endings = suffixes[format][family.type] ?? [""];
  if (!endings.some((ending) => sample.name === family.name + ending))
    throw new Error(`${sample.name} in the family ${family.name}`);
  return sample;
};

/** Families in the order of the text; a family that comes twice, or a sample outside its family, is an offence. */
export const readExposition = (text: string, format: Format): readonly ReadFamily[] => {
  const families = new Map<string, OpenFamily>();
  let current: OpenFamily | undefined;
  for (const line of linesOf(text, format)) {
    const [, keyword, name = "", rest = ""] = /^# (HELP|TYPE|UNIT) (\S+) ?(.*)$/.exec(line) ?? [];
    if (keyword === "HELP") {
      if (families.has(name)) throw new Error(`${name} comes twice`);
      current = { name, type: "", help: rest, unit: undefined, samples: [] };
      families.set(name, current);
      continue;
    }
    if (current === undefined || (keyword !== undefined && name !== current.name)) {
      throw new Error(`out of place: ${line}`);
    }
    if (keyword === "TYPE") current.type = rest;
    else if (keyword === "UNIT") current.unit = rest;
    else current.samples.push(readSampleOf(current, line, format));
  }
  return [...families.values()];
};

/** A sample as one text, for comparing: labels in order of their names. */
export const seriesText = ({ name, labels }: ReadSample): string =>
  `${name}${JSON.stringify([...labels].sort(([one], [other]) => (one < other ? -1 : 1)))}`;
