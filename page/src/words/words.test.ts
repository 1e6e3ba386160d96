import { describe, expect, test } from "vitest";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { chooseLanguage, languages } from "./language.ts";

type Entry = readonly [path: string, text: string];

/** Every text with a placeholder in place of each parameter. */
const textsOf = (part: object, path = ""): Entry[] =>
  Object.entries(part).flatMap(([key, value]): Entry[] => {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") return [[here, value]];
    if (typeof value === "function") return [[here, String(value(...["⟦1⟧", "⟦2⟧", "⟦3⟧"].slice(0, value.length)))]];
    return textsOf(value, here);
  });

describe.each(Object.entries(languages))("%s", (_, { words }) => {
  test("has the keys of English, and a text for each", () => {
    expect(textsOf(words).map(([path]) => path)).toEqual(textsOf(en).map(([path]) => path));
    expect(textsOf(words).filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test("says every figure it is given", () => {
    const said = (texts: Entry[]): string[] =>
      texts.map(
        ([path, text]) =>
          `${path} ${[...text.matchAll(/⟦\d⟧/g)]
            .map(([mark]) => mark)
            .sort()
            .join("")}`,
      );
    expect(said(textsOf(words))).toEqual(said(textsOf(en)));
  });
});

test("Japanese texts are Japanese, or names that are the same everywhere", () => {
  const english = textsOf(ja).filter(
    ([, text]) => !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text),
  );
  for (const [path, text] of english) expect(`${path}: ${text}`).toMatch(/: (CPU|PID|OOM|[\p{N}\p{P}\p{S} A-Z]+)$/u);
});

test("the language is the first wanted one that there is a file for", () => {
  expect(chooseLanguage(["", "fr-FR", "ja-JP", "en"])).toBe("ja");
  expect(chooseLanguage(["toString", "de"])).toBe("en");
  expect(chooseLanguage([])).toBe("en");
});
