const mostCharacters = 200;

/** The start of what a server said, on one line, with nothing in it that is secret. */
export const excerpt = (text: string, secrets: readonly string[]): string => {
  let shown = text;
  for (const secret of secrets) if (secret !== "") shown = shown.replaceAll(secret, "***");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const line = shown.replace(/[\s\u0000-\u001f\u007f-\u009f\uFFFD]+/g, " ").trim();
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters).toWellFormed()}...` : line;
};
