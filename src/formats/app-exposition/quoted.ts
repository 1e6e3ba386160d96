const meant: Readonly<Record<string, string>> = { "\\\\": "\\", '\\"': '"', "\\n": "\n" };

/** Other escapes stand for themselves, backslash and all. */
export const unescapeQuoted = (text: string): string =>
  text.includes("\\") ? text.replace(/\\[\\"n]/g, (two) => meant[two] ?? two) : text;

/** HELP of text 0.0.4, where quotes are not escaped. */
export const unescapeHelp = (text: string): string =>
  text.includes("\\") ? text.replace(/\\[\\n]/g, (two) => meant[two] ?? two) : text;

/**
 * Where the quoted text that begins behind `from` ends: the place of its closing quote, or -1 when there is none before
 * `end`.
 */
export const closingQuote = (body: string, from: number, end: number): number => {
  let close = body.indexOf('"', from);
  while (close !== -1 && close < end) {
    let backslashes = 0;
    while (close - backslashes > from && body.charCodeAt(close - backslashes - 1) === 92) backslashes += 1;
    if (backslashes % 2 === 0) return close;
    close = body.indexOf('"', close + 1);
  }
  return -1;
};
