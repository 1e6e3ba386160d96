import type { ServerReply, ServerRequest } from "../../ports/http-server.ts";
import type { RefusalReason } from "./decision.ts";

/** What each says: what is wrong, and the way out. */
const words: Readonly<Record<RefusalReason, { readonly status: number; readonly text: string }>> = {
  host: {
    status: 403,
    text: "This agent does not answer to that host name. Ask by address or by localhost, or add the name to server.hosts (TASKVITALS_SERVER_HOSTS).",
  },
  "cross-site": {
    status: 403,
    text: "A page of another site may not read this. Open the address itself.",
  },
  "no-credential": {
    status: 401,
    text: "Answered on the agent's own machine only. To read it from here, run `taskvitals open --host <this address>` there (in an ECS task: through ECS Exec) and open the link that it prints, or send server.token as Authorization: Bearer.",
  },
  "wrong-credential": {
    status: 401,
    text: "That token, or link, is not valid. A link works once, and for five minutes: run `taskvitals open` again. A token is the agent's server.token.",
  },
  "too-many": {
    status: 429,
    text: "Too many wrong tokens came from there. Wait a minute.",
  },
};

/** Where more is told. */
const more = "More: docs/page.md of taskvitals. /metrics and /healthz answer everybody.";

/** JSON for programs, a few lines for people. */
export const refusalReply = ({ path }: Pick<ServerRequest, "path">, status: number, text: string): ServerReply => {
  const json = path.startsWith("/api/");
  return {
    status,
    headers: {
      "content-type": json ? "application/json" : "text/plain; charset=utf-8",
      "cache-control": "no-store",
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
      ...(status === 429 ? { "retry-after": "60" } : {}),
    },
    body: json ? `${JSON.stringify({ error: text })}\n` : `taskvitals\n\n${text}\n\n${more}\n`,
  };
};

export const refusalFor = (request: Pick<ServerRequest, "path">, reason: RefusalReason): ServerReply => {
  const { status, text } = words[reason];
  return refusalReply(request, status, text);
};
