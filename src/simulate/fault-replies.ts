import type { ServerReply } from "../ports/http-server.ts";
import type { ReplyFault } from "./faults.ts";

const bodyOf = ({ body }: ServerReply): string => (typeof body === "string" ? body : "");

const proxyPage = "<html><head><title>Sign in</title></head><body>This network wants you to sign in.</body></html>\n";

/** What Go's rate limiter answers. */
export const tooMany: ServerReply = {
  status: 429,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: "You have reached maximum request limit.",
};

/** The reply that comes instead. `slow` and `tags-refused` change nothing here: one waits before, one is inside. */
export const befallReply = (reply: ServerReply, fault: ReplyFault): ServerReply => {
  const { headers = {} } = reply;
  switch (fault.kind) {
    case "throttle":
      return { ...tooMany, headers: { ...headers, ...tooMany.headers } };
    case "server-error":
      return { status: 500, headers, body: "{}" };
    case "silence":
      return { ...reply, fault: "silence" };
    case "reset":
      return { ...reply, fault: "reset" };
    case "cut":
      return { ...reply, fault: { cutAfterBytes: fault.bytes ?? Math.floor(bodyOf(reply).length / 2) } };
    case "not-json":
      return { status: 200, headers: { ...headers, "content-type": "text/html" }, body: proxyPage };
    case "redirect":
      return { status: 302, headers: { ...headers, location: fault.location ?? "http://metadata.invalid/" } };
    case "huge":
      return { ...reply, body: bodyOf(reply).padEnd(fault.bytes ?? 9_437_184) };
    case "slow":
    case "tags-refused":
      return reply;
  }
};
