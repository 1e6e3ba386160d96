/** The npm package that a file belongs to, by its path; undefined for a file of our own. */
export const packageOf = (file: string): string | undefined => {
  const rest = file.split("/node_modules/").at(-1);
  if (rest === undefined || rest === file) return undefined;
  const [first = "", second = ""] = rest.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
};

/** The npm packages that files of are among these, in alphabetical order. */
export const packagesOf = (files: Iterable<string>): readonly string[] =>
  [...new Set([...files].flatMap((file) => packageOf(file) ?? []))].sort();
