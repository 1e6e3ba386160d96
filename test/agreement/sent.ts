import { nodeServices } from "../../src/app/node-services.ts";
import { nodeLog } from "../../src/platform/log.ts";
import type { HttpClient } from "../../src/ports/http-client.ts";
import type { Payload, PushOutput, PushOutputDefinition } from "../../src/ports/push-output.ts";
import { openFakeClock } from "../fake-clock.ts";
import type { Watched } from "./watch.ts";

const nobody: HttpClient = {
  request: async () => ({ ok: false, reason: "refused", detail: "nobody listens" }),
  lines: async () => ({ ok: false, reason: "refused", detail: "nobody listens" }),
  close: async () => {},
};

/** The requests in which an output tells of what was seen, route by route, as it would hand them to HTTP. */
export const requestsOf = <Config>(
  definition: PushOutputDefinition<string, Config>,
  options: Readonly<Record<string, unknown>>,
  { place, deliveries, startedMs }: Watched,
): readonly Payload[] => {
  const { gzip, hashing, aws, stdout } = nodeServices();
  const clock = openFakeClock({ nowMs: startedMs });
  const config = definition.config.parse(options);
  const log = nodeLog({ level: "silent", format: "json" });
  const deps = { place, clock, http: nobody, gzip, hashing, aws, stdout, log };
  const output: PushOutput = definition.create(config, deps);
  const { maxItems } = definition.limits(config);
  const items = output.select(deliveries);
  return [...new Set(items.map(({ route }) => route))].flatMap((route) => {
    const own = items.filter((item) => item.route === route);
    const requests: Payload[] = [];
    for (let from = 0; from < own.length; from += maxItems)
      requests.push(output.encode(own.slice(from, from + maxItems)));
    return requests;
  });
};
