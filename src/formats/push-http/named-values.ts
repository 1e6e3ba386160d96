export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `name=value`; the value may have more equals signs. Undefined without a name. */
export const readNamedValue = (text: string): NamedValue | undefined => {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals)).trim();
  return name === "" ? undefined : { name, value: text.slice(equals + 1).trim() };
};

/** The values by name; of two with one name the last counts. What has no name is left out. */
export const readNamedValues = (texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    texts.flatMap((text) => {
      const read = readNamedValue(text);
      return read === undefined ? [] : [[read.name, read.value]];
    }),
  );

/** The same with percent-encoded names and values, as the variables of OpenTelemetry have them (W3C Baggage). */
export const readEncodedValues = (texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(readNamedValues(texts)).map(([name, value]) => [decoded(name), decoded(value)]));
