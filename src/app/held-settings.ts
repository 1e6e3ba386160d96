import type { Settings } from "../config/load.ts";
import { equal } from "./equal.ts";

/** Decided once, when the agent starts; by the option or the section. */
const decided: readonly (readonly [string, (settings: Settings) => unknown])[] = [
  ["form", ({ agent }) => agent.form],
  ["server.host", ({ server }) => server.host],
  ["server.port", ({ server }) => server.port],
  ["log", ({ log }) => log],
  ["buffer", ({ buffer }) => buffer],
  ["reload", ({ reload }) => reload],
];

export interface HeldSettings {
  /** The new ones, as far as they can come into force now. */
  readonly settings: Settings;
  /** Options and sections that were changed and have to wait for a restart. */
  readonly waiting: readonly string[];
}

/** What of new settings can come into force while the agent runs. */
export const heldSettings = (now: Settings, next: Settings): HeldSettings => {
  const { host: _, ...server } = next.server;
  const { host, port } = now.server;
  return {
    settings: {
      ...next,
      agent: { ...next.agent, form: now.agent.form },
      server: { ...server, port, ...(host === undefined ? {} : { host }) },
      log: now.log,
      buffer: now.buffer,
      reload: now.reload,
    },
    waiting: decided.flatMap(([name, of]) => (equal(of(now), of(next)) ? [] : [name])),
  };
};
