import type { ServerReply, ServerRequest } from "../ports/http-server.ts";
import type { SourceDocument } from "../ports/input.ts";
import type { Route } from "./server.ts";

export type Readership = "loopback" | "any" | "off";

const text = (status: number, body: string): ServerReply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body,
});

const loopbackAddress = /^(127\.\d+\.\d+\.\d+|::1)$/;
const loopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Whether the request comes from this machine and says so: a page of another site that makes a browser here ask
 * (DNS rebinding) names its own host.
 */
export const isLocal = ({ remoteAddress, headers }: ServerRequest): boolean =>
  loopbackAddress.test(remoteAddress) && loopbackHost.test(headers.host ?? "");

export interface DocumentOptions {
  /** Name of the document, and its path without the slash. */
  readonly name: "task" | "stats";
  readonly readership: Readership;
  documents(): Readonly<Record<string, SourceDocument>>;
}

/** `/task` and `/stats`: the source's own JSON as it last came, for people who investigate. */
export const documentRoute = ({ name, readership, documents }: DocumentOptions): Route => ({
  path: `/${name}`,
  description: `The task metadata endpoint's ${name === "task" ? "/task" : "/task/stats"} as it last came (${readership})`,
  answer: (request) => {
    if (readership === "off") return text(403, "Turned off in the configuration (server.documents).\n");
    if (readership === "loopback" && !isLocal(request)) {
      return text(
        403,
        "Answered on this machine only. To open it, set server.documents (TASKVITALS_SERVER_DOCUMENTS) to any.\n",
      );
    }
    const document = documents()[name];
    if (document === undefined) {
      return text(404, "There is none: no input has fetched it (yet). The Docker Engine has no such document.\n");
    }
    return {
      status: 200,
      headers: {
        "content-type": document.contentType,
        "last-modified": new Date(document.fetchedAtMs).toUTCString(),
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      },
      body: document.body,
    };
  },
});
