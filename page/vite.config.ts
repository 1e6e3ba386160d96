import { defineConfig } from "vite";

/** Built into page/dist: one script, one style sheet, names that tell their content. No inline anything (the page's policy). */
export default defineConfig({
  base: "./",
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
