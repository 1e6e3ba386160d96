import type { SourceDocument } from "../../ports/input.ts";
import type { Route } from "../server.ts";
import { refuse } from "./reply.ts";

export interface SourceRouteOptions {
  readonly name: "task" | "stats";
  documents(): Readonly<Record<string, SourceDocument>>;
}

/** `/api/source/task` and `/api/source/stats`: the source's own JSON, for people who investigate. */
export const sourceRoute = ({ name, documents }: SourceRouteOptions): Route => ({
  path: `/api/source/${name}`,
  description: `The task metadata endpoint's ${name === "task" ? "/task" : "/task/stats"} as it last came`,
  answer: () => {
    const document = documents()[name];
    if (document === undefined) {
      return refuse(
        404,
        "There is none: no input has fetched it yet, and the Docker Engine has no such document. See /api/agent for the inputs.",
      );
    }
    return {
      status: 200,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "last-modified": new Date(document.fetchedAtMs).toUTCString(),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
      body: document.body,
    };
  },
});
