/** Whether the text is what the pattern says, in which `*` stands for anything. Linear: patterns come from labels. */
export const matches = (pattern: string, text: string): boolean => {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return text === pattern;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
};

/** Whether a family is wanted: by one of `include` (empty: all) and by none of `exclude`. */
export const isKept = (name: string, include: readonly string[], exclude: readonly string[]): boolean =>
  (include.length === 0 || include.some((pattern) => matches(pattern, name))) &&
  !exclude.some((pattern) => matches(pattern, name));
