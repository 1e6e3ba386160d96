const meant: Readonly<Record<string, string>> = { "\\\\": "\\", '\\"': '"', "\\n": "\n" };

/** Other escapes stand for themselves, backslash and all. */
export const unescapeQuoted = (text: string): string =>
  text.includes("\\") ? text.replace(/\\[\\"n]/g, (two) => meant[two] ?? two) : text;

/** HELP of text 0.0.4, where quotes are not escaped. */
export const unescapeHelp = (text: string): string =>
  text.includes("\\") ? text.replace(/\\[\\n]/g, (two) => meant[two] ?? two) : text;
