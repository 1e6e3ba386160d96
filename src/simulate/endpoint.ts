import type { Clock } from "../ports/clock.ts";
import type { ServerReply, ServerRequest } from "../ports/http-server.ts";
import { answer } from "./answer.ts";
import type { FaultBoard } from "./fault-board.ts";
import { befallReply, tooMany } from "./fault-replies.ts";
import { jsonText } from "./shapes/json-text.ts";
import { directoryOf, type TaskSource } from "./source.ts";
import { agentThrottle, type Throttle, throttle } from "./throttle.ts";

export interface EndpointParts {
  readonly source: TaskSource;
  readonly clock: Clock;
  readonly faults: FaultBoard;
  readonly limit: Throttle | "off";
}

/** Go's router: a path with `//` is sent to the clean one. */
const movedPermanently = (path: string): ServerReply => {
  const clean = path.replace(/\/{2,}/g, "/");
  return {
    status: 301,
    headers: { location: clean, "content-type": "text/html; charset=utf-8" },
    body: `<a href="${clean.replaceAll('"', "%22").replaceAll("<", "%3C")}">Moved Permanently</a>.\n\n`,
  };
};

const notRouted: ServerReply = {
  status: 404,
  headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
  body: "404 page not found\n",
};

/** The task metadata endpoint as a request handler. */
export const endpoint = ({ source, clock, faults, limit }: EndpointParts) => {
  const directory = directoryOf(source, clock.now());
  const passes = limit === "off" ? () => true : throttle(limit, clock);
  const { perSecond } = limit === "off" ? agentThrottle : limit;
  const everyReply = { "x-rate-limit-limit": perSecond.toFixed(2), "x-rate-limit-duration": "1" };

  const plain = (path: string, scene: Parameters<typeof answer>[0]): ServerReply => {
    if (path.includes("//")) return movedPermanently(path);
    const { status, json } = answer(scene, path);
    if (json === undefined) return notRouted;
    return { status, headers: { "content-type": "application/json" }, body: jsonText(json) };
  };

  return async ({ path, remoteAddress }: ServerRequest): Promise<ServerReply> => {
    if (!passes(`${remoteAddress} ${path}`)) return { ...tooMany, headers: { ...everyReply, ...tooMany.headers } };
    const { reply: fault, stats } = faults.befall(path);
    if (fault?.kind === "slow") await clock.sleep(fault.delayMs);
    const reply = plain(path, {
      source,
      directory,
      nowMs: clock.now(),
      statsFaults: stats,
      tagsRefused: fault?.kind === "tags-refused",
    });
    const whole = { ...reply, headers: { ...everyReply, ...reply.headers } };
    return fault === undefined ? whole : befallReply(whole, fault);
  };
};
