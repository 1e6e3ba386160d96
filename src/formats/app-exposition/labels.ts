import type { Attributes } from "../../model/point.ts";
import type { SampleLine } from "./sample-line.ts";

/** Same for the same labels in whatever order, `skip` left out; undefined when a label is there twice. */
export const labelKey = ({ names, values }: SampleLine, skip: string | undefined): string | undefined => {
  let key = "";
  let previous = "";
  let skipped = false;
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? "";
    if (name === skip) {
      if (skipped) return undefined;
      skipped = true;
    } else if (name <= previous) return sortedLabelKey(names, values, skip);
    else {
      previous = name;
      key += `${name}\u0001${values[at]}\u0000`;
    }
  }
  return key;
};

const sortedLabelKey = (
  names: readonly string[],
  values: readonly string[],
  skip: string | undefined,
): string | undefined => {
  const order = names.map((_, index) => index).sort((a, b) => ((names[a] ?? "") < (names[b] ?? "") ? -1 : 1));
  let key = "";
  let previous = "";
  for (const at of order) {
    const name = names[at] ?? "";
    if (name === previous) return undefined;
    previous = name;
    if (name !== skip) key += `${name}\u0001${values[at]}\u0000`;
  }
  return key;
};

export const labelValue = ({ names, values }: SampleLine, name: string): string | undefined => {
  const at = names.indexOf(name);
  return at === -1 ? undefined : values[at];
};

export const labelsOf = ({ names, values }: SampleLine, skip: string | undefined): Attributes => {
  const labels: Record<string, string> = {};
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? "";
    if (name === skip) continue;
    // Assigning to that name would set nothing.
    if (name === "__proto__") Object.defineProperty(labels, name, { value: values[at], enumerable: true });
    else labels[name] = values[at] ?? "";
  }
  return labels;
};

const utf8Bytes = (text: string): number => {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Both halves of a pair count two.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
};

/** Whether name and labels are longer than this, as UTF-8. */
export const isLongerThan = ({ name, names, values }: SampleLine, maxBytes: number): boolean => {
  let characters = name.length;
  for (let at = 0; at < names.length; at += 1) characters += (names[at]?.length ?? 0) + (values[at]?.length ?? 0);
  if (characters > maxBytes) return true;
  if (characters * 3 <= maxBytes) return false;
  return [name, ...names, ...values].reduce((bytes, text) => bytes + utf8Bytes(text), 0) > maxBytes;
};
