import { computed, effect, signal } from "@preact/signals";
import { address, go } from "../address.ts";
import { figuresIn } from "../figures/figures.ts";
import { keepStored, readStored } from "../stored.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** One line and one file a language. */
export const languages = {
  en: { name: "English", words: en },
  ja: { name: "日本語", words: ja },
} as const;

export type Language = keyof typeof languages;

const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag);

/** First of the wanted tags that there is a file for, by its primary language (`ja-JP` is `ja`). */
export const chooseLanguage = (wanted: readonly string[]): Language =>
  wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find(isLanguage) ?? "en";

const stored = signal("");

export const language = computed(() =>
  chooseLanguage([address.value.lang, stored.value, ...(globalThis.navigator?.languages ?? [])]),
);
export const words = computed(() => languages[language.value].words);
export const figures = computed(() => figuresIn(language.value));

export const chooseHere = (tag: string): void => {
  stored.value = tag;
  keepStored("language", tag);
  if (address.value.lang !== "") go({ lang: tag });
};

/** Screen readers pronounce, and browsers break lines, by the document's language. */
export const followLanguage = (): void => {
  stored.value = readStored("language");
  effect(() => {
    document.documentElement.lang = language.value;
  });
};
