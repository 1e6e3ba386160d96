import { computed, effect, signal } from "@preact/signals";
import { address, go } from "../address.ts";
import { keepStored, readStored } from "../stored.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const isTheme = (word: string): word is Theme => themes.some((theme) => theme === word);

const stored = signal("");
const systemIsDark = signal(false);

/** As chosen: in the address, else on an earlier visit, else the system's. */
export const theme = computed<Theme>(() => [address.value.theme, stored.value].find(isTheme) ?? "system");

/** As shown. @public */
export const shownTheme = computed<"light" | "dark">(() => {
  if (theme.value !== "system") return theme.value;
  return systemIsDark.value ? "dark" : "light";
});

export const chooseTheme = (choice: Theme): void => {
  stored.value = choice;
  keepStored("theme", choice);
  if (address.value.theme !== "") go({ theme: choice });
};

export const followTheme = (): void => {
  stored.value = readStored("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  systemIsDark.value = dark.matches;
  dark.addEventListener("change", ({ matches }) => {
    systemIsDark.value = matches;
  });
  effect(() => {
    document.documentElement.setAttribute("data-theme", shownTheme.value);
  });
};
