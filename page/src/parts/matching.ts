/** Every word of the filter somewhere in the texts, in any order; upper and lower case are the same. */
export const matches = (filter: string, texts: readonly string[]): boolean => {
  const all = texts.join("\n").toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
};

/** What tells points of one resource apart. */
export const attributesText = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
