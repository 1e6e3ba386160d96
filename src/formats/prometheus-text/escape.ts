const special = /[\\"\n\0]/;
const specials = /[\\"\n\0]/g;

/** Prometheus' scanner ends at a NUL byte, quoted or not, so a NUL becomes the replacement character. */
const escaped: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\0": "\uFFFD" };

const wellFormed = (text: string): string => (text.isWellFormed() ? text : text.toWellFormed());

/** The text between the quotes of a label value. Any string goes in; what UTF-8 cannot say becomes U+FFFD. */
export const escapeLabelValue = (value: string): string => {
  const text = wellFormed(value);
  return special.test(text) ? text.replace(specials, (character) => escaped[character] ?? "") : text;
};

/** HELP of text 0.0.4, where quotes stand as they are. */
export const escapeHelp = (help: string): string => wellFormed(help).replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

/** HELP of OpenMetrics, which escapes quotes too. */
export const escapeOpenMetricsHelp = (help: string): string => escapeHelp(help).replaceAll('"', '\\"');

/** The nearest legal end of a label name: everything else becomes an underscore. */
export const labelNamePart = (text: string): string => text.replace(/[^a-zA-Z0-9_]/g, "_");

/** The nearest legal name of a label. Names of two underscores are Prometheus' own. */
export const labelName = (text: string): string => {
  const name = labelNamePart(text).replace(/^__+/, "_");
  return /^[a-zA-Z_]/.test(name) ? name : `_${name}`;
};

/** The nearest legal name of a metric, as Prometheus' own escaping by underscores gives it. */
export const metricName = (text: string): string => {
  const name = text.replace(/[^a-zA-Z0-9_:]/gu, "_");
  return /^[a-zA-Z_:]/.test(name) ? name : `_${name}`;
};
