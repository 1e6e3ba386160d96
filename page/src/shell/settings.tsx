import { chooseTheme, type Theme, theme, themes } from "../look/theme.ts";
import { chooseHere, language, languages, words } from "../words/language.ts";

const icons = {
  system: "M1 2h14v9H1zm1.5 1.5v6h11v-6zM5 12.5h6V14H5z",
  light:
    "M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM7.25 0h1.5v3h-1.5zm0 13h1.5v3h-1.5zM0 7.25h3v1.5H0zm13 0h3v1.5h-3zM2 3l1-1 2 2-1 1zm9 9 1-1 2 2-1 1zM2 13l2-2 1 1-2 2zm9-9 2-2 1 1-2 2z",
  dark: "M6 1a7 7 0 1 0 9 9A6 6 0 0 1 6 1z",
} satisfies Record<Theme, string>;

const ThemeSwitch = () => {
  const { shell } = words.value;
  return (
    <fieldset class="themes">
      <legend class="unseen">{shell.theme}</legend>
      {themes.map((choice) => (
        <label key={choice} title={shell.themes[choice]}>
          <input
            class="unseen"
            type="radio"
            name="theme"
            checked={theme.value === choice}
            onChange={() => chooseTheme(choice)}
          />
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill-rule="evenodd">
            <path d={icons[choice]} />
          </svg>
          <span class="unseen">{shell.themes[choice]}</span>
        </label>
      ))}
    </fieldset>
  );
};

export const Settings = () => (
  <div class="settings">
    <select
      aria-label={words.value.shell.language}
      value={language.value}
      onChange={({ currentTarget }) => chooseHere(currentTarget.value)}
    >
      {Object.entries(languages).map(([tag, { name }]) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </select>
    <ThemeSwitch />
  </div>
);
