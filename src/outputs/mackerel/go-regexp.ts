/**
 * A regular expression as Go writes it (the container agent's `ignoreContainer`), as far as both have it: flags at the
 * beginning (`(?i)`) and named groups (`(?P<name>`) are translated. Undefined when it is none.
 */
export const regexpOf = (text: string): RegExp | undefined => {
  const [, flags = "", pattern = ""] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(text) ?? [];
  try {
    return new RegExp(pattern.replaceAll("(?P<", "(?<"), flags);
  } catch {
    return undefined;
  }
};
