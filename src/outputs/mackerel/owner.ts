import { z } from "zod";
import type { Place } from "../../model/place.ts";
import type { HttpClient } from "../../ports/http-client.ts";

const engineInfo = z.object({ ID: z.string().min(1), Name: z.string().min(1) });

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Who this daemon is, to tell its hosts from those of other daemons. */
export interface Owner {
  /** Undefined while it is not known: then no host is taken for one of its own. */
  id(): string | undefined;
  /** Finds it out, once. */
  ask(signal: AbortSignal): Promise<void>;
}

export const isDaemon = ({ form }: Place): boolean => form === "daemon" || form === "managed-daemon";

/**
 * The configured name, or the Docker Engine's id with the machine's name: the same after a restart of either. The id
 * alone would not do, since engines from one machine image share it.
 */
export const openOwner = (configured: string, place: Place, http: HttpClient): Owner => {
  let known = isDaemon(place) && configured !== "" ? configured : undefined;
  return {
    id: () => known,
    ask: async (signal) => {
      const { dockerSocket } = place;
      if (known !== undefined || dockerSocket === undefined || !isDaemon(place)) return;
      const url = "http://docker/info";
      const answer = await http.request({
        url,
        socketPath: dockerSocket,
        timeoutMs: 5000,
        maxBodyBytes: 1_048_576,
        signal,
      });
      const { data } = engineInfo.safeParse(answer.ok && answer.status === 200 ? parsed(answer.body) : undefined);
      if (data !== undefined) known = `${data.ID}/${data.Name}`;
    },
  };
};
