/**
 * Which tasks show their containers, as the address says it: `all` or `none` to begin with, then keys: alone for an open
 * one, with `-` before it for a shut one. Empty: few are open, many are shut.
 */
export interface Openness {
  readonly all: boolean;
  readonly except: ReadonlySet<string>;
}

export const opennessOf = (words: readonly string[], automatic: boolean): Openness => {
  const said = words.find((word) => word === "all" || word === "none");
  const all = said === undefined ? automatic && words.length === 0 : said === "all";
  const keys = words.filter((word) => word !== "all" && word !== "none");
  return { all, except: new Set(all ? keys.filter((key) => key.startsWith("-")).map((key) => key.slice(1)) : keys) };
};

export const isOpen = ({ all, except }: Openness, key: string): boolean => all !== except.has(key);

/** Words for the same with one task turned the other way. */
export const toggled = (openness: Openness, key: string): readonly string[] => {
  const except = new Set(openness.except);
  if (!except.delete(key)) except.add(key);
  return openness.all ? ["all", ...[...except].map((each) => `-${each}`)] : ["none", ...except];
};
