import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type Faults, openFaults } from "./faults.ts";
import { openIntake, type Reply } from "./intake.ts";
import { answerQuery, seriesIn } from "./queries.ts";
import { openStore, type Store } from "./store.ts";

export interface FakeDatadogOptions {
  /** 0: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The key that is let in; any 32 hex digits when left out. */
  readonly apiKey?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A running intake. */
export interface FakeDatadog extends AsyncDisposable {
  /** What to set DD_URL to. */
  readonly url: string;
  readonly store: Store;
  readonly faults: Faults;
  series(metric: string, ...tags: readonly string[]): ReturnType<typeof seriesIn>;
}

const send = (response: ServerResponse, { status, body, headers = {}, break: broken }: Reply): void => {
  if (broken === "silence") return;
  if (broken === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  if (broken === "cut") {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
    return;
  }
  response.end(bytes);
};

/** Datadog's intake, as strict as its published contract. */
export const openFakeDatadog = async (options: FakeDatadogOptions = {}): Promise<FakeDatadog> => {
  const { port = 0, host = "127.0.0.1", apiKey, now = Date.now } = options;
  const store = openStore();
  const faults = openFaults();
  const intake = openIntake({ store, faults, apiKey, now });
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    const reply = url.pathname.startsWith("/fake")
      ? answerQuery(request, url, store, faults)
      : intake(request, url.pathname);
    reply.then(
      (told) => send(response, told),
      () => response.socket?.destroy(),
    );
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host}:${taken}`,
    store,
    faults,
    series: (metric, ...tags) => seriesIn(store, { metric, tags }),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
