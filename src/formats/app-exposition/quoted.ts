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
