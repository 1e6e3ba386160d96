import type { OpenPlugins } from "../src/ports/plugins.ts";

/** Where no plugin is installed. */
export const noPlugins: OpenPlugins = () => ({
  run: async () => ({ ok: false, reason: "not-found", detail: "no plugins here" }),
  forget: async () => {},
  forgetOthers: async () => {},
});
