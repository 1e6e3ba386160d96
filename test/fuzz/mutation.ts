import type { Random } from "./random.ts";

/** What is put in anywhere: numbers at edges, characters that formats use, names that objects have. */
const oddities = [
  ..."{}[]()<>\",'\\:=#;|/ \t\r\n\0.-+_*%",
  "\uFEFF",
  "\u2028",
  "\uD800",
  "日本",
  "😀",
  "0",
  "-1",
  "1e999",
  "-0",
  "1e-400",
  "9007199254740993",
  "18446744073709551615",
  "0x1p-2",
  "1_000",
  "NaN",
  "+Inf",
  "-Inf",
  "null",
  "true",
  "__proto__",
  "constructor",
  "\n\n",
  '""',
  "\\n",
  '\\"',
  "\\\\",
];

type Mutation = (text: string, random: Random, other: string, words: readonly string[]) => string;

const range = (text: string, random: Random, longest: number): readonly [from: number, to: number] => {
  const from = random.below(text.length + 1);
  return [from, Math.min(text.length, from + random.below(longest))];
};

const putIn = (text: string, at: number, what: string): string => text.slice(0, at) + what + text.slice(at);

const lineAt = (text: string, at: number): readonly [from: number, to: number] => {
  const from = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  const feed = text.indexOf("\n", at);
  return [from, feed === -1 ? text.length : feed + 1];
};

const mutations: readonly Mutation[] = [
  (text, random) => putIn(text, random.below(text.length + 1), random.pick(oddities, "")),
  (text, random, _, words) => putIn(text, random.below(text.length + 1), random.pick(words, "")),
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1);
  },
  (text, random) => {
    const [from, to] = range(text, random, 40);
    return text.slice(0, from) + text.slice(to);
  },
  (text, random) => {
    const [from, to] = range(text, random, 200);
    return putIn(text, random.below(text.length + 1), text.slice(from, to));
  },
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random, other) => text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1)),
  (text, random) => {
    const [from, to] = lineAt(text, random.below(text.length + 1));
    return putIn(text, from, text.slice(from, to).repeat(1 + random.below(8)));
  },
  (text, random) => {
    const [from, to] = lineAt(text, random.below(text.length + 1));
    const line = text.slice(from, to);
    return putIn(text.slice(0, from) + text.slice(to), random.below(text.length - line.length + 1), line);
  },
  (text, random) => {
    const digits = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
    const one = digits[random.below(digits.length)];
    if (one === undefined) return text;
    return text.slice(0, one.index) + random.pick(oddities, "") + text.slice(one.index + one[0].length);
  },
  (text, random) => putIn(text, random.below(text.length + 1), random.pick(oddities, "").repeat(random.below(300))),
];

/** Longer ones find the same, only later. */
const longest = 8_000;

/** One of the corpus with harm done to it up to `most` times; `words` are what its format has names for. */
export const mutated = (corpus: readonly string[], words: readonly string[], random: Random, most = 6): string => {
  let text = random.pick(corpus, "");
  for (let times = 1 + random.below(most); times > 0; times -= 1) {
    const mutation = random.pick(mutations, (same) => same);
    text = mutation(text, random, random.pick(corpus, ""), words).slice(0, longest);
  }
  return text;
};
