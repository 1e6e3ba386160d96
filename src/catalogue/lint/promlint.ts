/**
 * What `promtool check metrics` remarks on a family's name (the rules of client_golang's promlint), without those for
 * histograms and summaries, of which there are none here.
 */

const baseUnits = ["seconds", "bytes", "celsius", "meters", "metres", "grams", "joules", "volts", "amperes", "kelvin"];
const otherUnits: Readonly<Record<string, string>> = {
  minutes: "seconds",
  hours: "seconds",
  days: "seconds",
  weeks: "seconds",
  bits: "bytes",
  fahrenheit: "celsius",
  inches: "meters",
  yards: "meters",
  miles: "meters",
  pounds: "grams",
  ounces: "grams",
  calories: "joules",
};
const multiples =
  /^(pico|nano|micro|milli|centi|deci|deca|hecto|kilo|kibi|mega|mebi|mibi|giga|gibi|tera|tebi|peta|pebi)/;
const abbreviations = new Set(["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"]);
const typeWords = ["counter", "gauge", "summary", "histogram"];

const unitFault = (word: string): string | undefined => {
  const other = otherUnits[word];
  if (other !== undefined) return `Use the base unit ${other} instead of ${word}.`;
  const bare = word.replace(multiples, "");
  if (bare === word) return undefined;
  const base = baseUnits.includes(bare) ? bare : otherUnits[bare];
  return base === undefined ? undefined : `Use the base unit ${base} instead of ${word}.`;
};

const suffixFaults = (name: string, counter: boolean): readonly string[] => {
  const faults: string[] = [];
  if (counter && !name.endsWith("_total")) faults.push("A counter's name ends with _total.");
  if (!counter && name.endsWith("_total")) faults.push("Only a counter's name ends with _total.");
  for (const reserved of ["_count", "_sum", "_bucket", "_created", "_gcount", "_gsum"]) {
    if (name.endsWith(reserved)) faults.push(`${reserved} is reserved.`);
  }
  return faults;
};

/** What is wrong with a family's name and help; empty when promtool would be silent. */
export const promlint = (family: { readonly name: string; readonly help: string; readonly counter: boolean }) => {
  const { name, help, counter } = family;
  const words = name.toLowerCase().split("_");
  const faults = [...suffixFaults(name, counter)];
  if (help === "") faults.push("There is no help text.");
  if (name.includes(":")) faults.push("A colon is for recording rules.");
  if (/[a-z][A-Z]/.test(name)) faults.push("A name is in snake_case.");
  for (const word of words.slice(1)) {
    if (typeWords.includes(word)) faults.push(`A name does not tell its type (${word}).`);
    if (abbreviations.has(word)) faults.push(`A name does not abbreviate a unit (${word}).`);
  }
  for (const word of words) {
    const fault = unitFault(word);
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
};
