/** A JSON document; big integers keep their digits, and undefined leaves a key out as Go's `omitempty` does. */
export type Json = null | boolean | number | bigint | string | undefined | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

declare global {
  interface JSON {
    /** ECMAScript 2026; not yet in TypeScript's library. */
    rawJSON(text: string): object;
  }
}

/** Writes 2^64-1 as 18446744073709551615, as Go does, where a double would end in 552000. */
export const jsonText = (document: Json): string =>
  JSON.stringify(document, (_key, value) => (typeof value === "bigint" ? JSON.rawJSON(String(value)) : value));
