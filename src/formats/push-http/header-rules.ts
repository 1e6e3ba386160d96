import { readNamedValue } from "./named-values.ts";

/** The characters of a header's name (RFC 9110, 5.6.2), and what a value must not have: control characters. */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const illegalInValue = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;

/** Whether a `name=value` is a header that may be sent. */
export const isHeader = (text: string): boolean => {
  const read = readNamedValue(text);
  return read !== undefined && headerName.test(read.name) && !illegalInValue.test(read.value);
};

/** Whether none of the `name=value` texts is one of these headers, which are given in lower case. */
export const noneOf =
  (reserved: ReadonlySet<string>) =>
  (texts: readonly string[]): boolean =>
    texts.every((text) => !reserved.has((readNamedValue(text)?.name ?? "").toLowerCase()));
