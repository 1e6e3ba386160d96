const isBlank = (code: number): boolean => code === 32 || code === 9;

/**
 * Calls with the places of each line that is not empty, without its end, blanks before it, and a byte order mark.
 * `whole`: it has an end. Goes on while it is told to; gives the number of the last line, from 1.
 */
export const eachLine = (
  body: string,
  onLine: (start: number, end: number, number: number, whole: boolean) => boolean,
): number => {
  let number = 0;
  let start = body.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (start < body.length) {
    number += 1;
    const feed = body.indexOf("\n", start);
    const next = feed === -1 ? body.length : feed + 1;
    let end = feed === -1 ? body.length : feed;
    // Servers on Windows end lines with both.
    if (end > start && body.charCodeAt(end - 1) === 13) end -= 1;
    while (start < end && isBlank(body.charCodeAt(start))) start += 1;
    if (start < end && !onLine(start, end, number, feed !== -1)) return number;
    start = next;
  }
  return number;
};
