/** At and above this, a count is how a counter that fell below zero looks (2^64-1). */
const impossibleFrom = 2 ** 63;

/** cgroup v1 writes 2^63-4096 for "no limit", v2 writes `max`. */
const unlimitedFrom = 2 ** 53;

/** No file that is read here has more lines; a file that does is cut. */
const mostLines = 20_000;

/** A count as the kernel writes it: decimal digits and nothing else. */
export const parseCount = (text: string | undefined): number | undefined => {
  if (text === undefined || text.length > 20 || !/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value < impossibleFrom ? value : undefined;
};

/** The only number in a file. */
export const parseSingle = (text: string | undefined): number | undefined => parseCount(text?.slice(0, 32).trim());

/** A limit above zero; undefined for `max`, -1, and the sentinels that mean none. */
export const parseLimit = (text: string | undefined): number | undefined => {
  const value = parseSingle(text);
  return value !== undefined && value > 0 && value < unlimitedFrom ? value : undefined;
};

/** Lines that are not empty, as far as a sane file goes. */
export const linesOf = (text: string): readonly string[] => {
  const lines = text.split("\n", mostLines);
  return lines.filter((line) => line !== "");
};

export const wordsOf = (line: string): readonly string[] => line.trim().split(/\s+/, 64);

/** `key value` a line, as `cpu.stat` and `memory.stat` are. Lines of another shape are left out. */
export const parseFlat = (text: string | undefined): ReadonlyMap<string, number> => {
  const values = new Map<string, number>();
  for (const line of linesOf(text ?? "")) {
    const space = line.indexOf(" ");
    const value = space < 1 ? undefined : parseCount(line.slice(space + 1));
    if (value !== undefined) values.set(line.slice(0, space), value);
  }
  return values;
};
