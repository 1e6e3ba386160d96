const words: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  "+inf": Number.POSITIVE_INFINITY,
  "+infinity": Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};

const isDecimal = (code: number): boolean =>
  (code >= 48 && code <= 57) || code === 46 || code === 43 || code === 45 || code === 101 || code === 69;

/**
 * A value as Prometheus reads it: Go's ParseFloat without its hexadecimal form and its underscores (textparse and expfmt
 * refuse both). Undefined when it is no number, or one too large for a double.
 */
export const readNumber = (text: string): number | undefined => {
  for (let at = 0; at < text.length; at += 1) {
    if (isDecimal(text.charCodeAt(at))) continue;
    const word = text.toLowerCase();
    return Object.hasOwn(words, word) ? words[word] : undefined;
  }
  const value = text === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

/** A whole number with a sign perhaps: a time in text 0.0.4. */
export const readWholeNumber = (text: string): number | undefined => {
  const from = text.charCodeAt(0) === 45 ? 1 : 0;
  if (text.length === from) return undefined;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return undefined;
  }
  return Number(text);
};
