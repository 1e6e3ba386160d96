const longest = 200;

/** Most tags: nothing to clean. */
const isClean = (text: string): boolean => text.length <= longest && /^[a-z][a-z0-9_\-:./]*[a-z0-9_\-./]$/.test(text);

/**
 * A tag as Datadog keeps it: lower case, letters, digits and `_ - : . /`, everything else an underscore, at most 200
 * characters, beginning with a letter. Cleaned here, so that a series is the same before and after. Undefined when
 * nothing is left. (Datadog's documentation, "Getting started with tags".)
 */
export const cleanTag = (text: string): string | undefined => {
  if (isClean(text)) return text;
  const clean = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\-:./]/gu, "_")
    .replace(/^[^\p{L}]+/u, "");
  const cut = Array.from(clean).slice(0, longest).join("").replace(/:+$/, "");
  return cut === "" ? undefined : cut;
};

/** `name:value`; undefined without a value. */
export const tagOf = (name: string, value: string | undefined): string | undefined =>
  value === undefined || value === "" ? undefined : cleanTag(`${name}:${value}`);
