import { fieldsOf } from "../../formats/json-fields.ts";
import type { EngineClient } from "./client.ts";

/** What /info tells of the machine. */
export interface Host {
  /** Undefined: not told. */
  readonly memoryBytes: number | undefined;
}

const parseHost = (raw: unknown): Host => ({ memoryBytes: fieldsOf(raw).limit("MemTotal") });

/** Asks once. A proxy before the engine may refuse /info: what depends on it is then left out, and it is asked again. */
export const openHost = (client: EngineClient): ((signal: AbortSignal) => Promise<Host>) => {
  let known: Host | undefined;
  return async (signal) => {
    if (known !== undefined) return known;
    const answer = await client.get("/info", {}, signal);
    if (answer.ok) known = parseHost(answer.value);
    return known ?? { memoryBytes: undefined };
  };
};
