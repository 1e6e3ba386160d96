import type { ServerReply, ServerRequest } from "../ports/http-server.ts";
import { type Fault, faultKinds, parseFault } from "./faults.ts";
import { type Json, jsonText } from "./shapes/json-text.ts";

export const controlPath = "/simulate/faults";

export interface ControlParts {
  /** What `GET /simulate` tells. */
  describe(): Json;
  list(): readonly { readonly fault: Fault; readonly hits: number }[];
  set(fault: Fault): void;
  clear(): void;
}

const reply = (status: number, document: Json): ServerReply => ({
  status,
  headers: { "content-type": "application/json" },
  body: `${jsonText(document)}\n`,
});

const jsonOf = (fault: Fault): Json => Object.fromEntries(Object.entries(fault));

/** The simulator's own paths; undefined for the endpoint's. */
export const control = (parts: ControlParts, { method, path, query }: ServerRequest): ServerReply | undefined => {
  if (path === "/" || path === "/simulate") return reply(200, parts.describe());
  if (path !== controlPath) return undefined;
  switch (method) {
    case "GET":
      return reply(200, {
        faults: parts.list().map(({ fault, hits }) => ({ ...Object.fromEntries(Object.entries(fault)), hits })),
        kinds: faultKinds(),
      });
    case "POST": {
      const parsed = parseFault(query);
      if (!parsed.ok) return reply(400, { error: parsed.detail, kinds: faultKinds() });
      parts.set(parsed.fault);
      return reply(201, { fault: jsonOf(parsed.fault) });
    }
    case "DELETE":
      parts.clear();
      return reply(200, { faults: [] });
    default:
      return reply(405, { error: "GET lists the faults, POST sets one (as a query), DELETE clears them" });
  }
};
