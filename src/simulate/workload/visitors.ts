import type { Clock } from "../../ports/clock.ts";
import type { HttpClient } from "../../ports/http-client.ts";

/** What a visitor does, in a circle: mostly looks, sometimes at what is not there, rarely pays. */
const path = ["/", "/products", "/products", "/cart", "/", "/products", "/old-page", "/", "/products", "/checkout"];
const pauseMs = 300;

/** Light traffic from outside: about three requests a second, until the signal fires. */
export const visit = async (
  http: HttpClient,
  clock: Clock,
  port: () => number | undefined,
  signal: AbortSignal,
): Promise<void> => {
  for (let step = 0; !signal.aborted; step++) {
    // An unanswered visit is the shop's trouble; the next one comes all the same.
    await http.request({
      url: `http://127.0.0.1:${port() ?? 0}${path[step % path.length]}`,
      headers: { "user-agent": "visitor/1.0" },
      timeoutMs: 2_000,
      maxBodyBytes: 65_536,
      signal,
    });
    await clock.sleep(pauseMs, signal);
  }
};
