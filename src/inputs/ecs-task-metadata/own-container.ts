import { fieldsOf } from "../../formats/json-fields.ts";
import type { MetadataClient } from "./client.ts";

/** Finds out which container the agent is itself. Does not change while it runs. */
export interface OwnContainer {
  /** Undefined while it is not known. */
  dockerId(signal: AbortSignal): Promise<string | undefined>;
}

/** An endpoint that has not told by then never will. */
const longestTries = 6;

/** @param url the endpoint's base, which describes the container that asks; undefined where there is none (v2) */
export const openOwnContainer = (client: MetadataClient, url: string | undefined): OwnContainer => {
  let known: string | undefined;
  let tries = 0;
  return {
    dockerId: async (signal) => {
      if (known !== undefined || url === undefined || tries >= longestTries) return known;
      tries += 1;
      const document = await client.get(url, signal);
      if (document.ok) known = fieldsOf(document.json).text("DockerId");
      return known;
    },
  };
};
