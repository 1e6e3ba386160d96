import type { Clock } from "../../ports/clock.ts";
import type { Secrets } from "../../ports/secrets.ts";

export const codeLifeMs = 5 * 60_000;
/** Further ones push out the oldest. */
const codesAtMost = 16;

/** One-time codes, each good for one visit within five minutes. */
export interface Codes {
  issue(): string;
  has(code: string): boolean;
  /** From now on it is worth nothing. */
  take(code: string): void;
}

export const openCodes = (clock: Clock, secrets: Secrets): Codes => {
  let codes: readonly { readonly code: string; readonly untilMs: number }[] = [];
  const live = () => codes.filter(({ untilMs }) => clock.monotonic() < untilMs);
  return {
    issue: () => {
      const code = secrets.random(24);
      codes = [...live(), { code, untilMs: clock.monotonic() + codeLifeMs }].slice(-codesAtMost);
      return code;
    },
    has: (given) => live().reduce((found, { code }) => secrets.same(code, given) || found, false),
    take: (given) => {
      codes = live().filter(({ code }) => !secrets.same(code, given));
    },
  };
};
