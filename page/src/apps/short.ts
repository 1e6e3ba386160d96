const lettersAtMost = 200;

/** Names and labels are the app's, and may be as long as it likes. */
export const short = (text: string): string =>
  text.length <= lettersAtMost ? text : `${text.slice(0, lettersAtMost).toWellFormed()}…`;

/** `code="200", path="/cart"` */
export const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(", ");
