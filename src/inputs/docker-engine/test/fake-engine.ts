// biome-ignore lint/style/noRestrictedImports: it answers on real sockets
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
// biome-ignore lint/style/noRestrictedImports: its collector ticks in real time
import { setInterval, setTimeout } from "node:timers";
import { type FakeContainer, hostMemoryBytes, inspectDocument, listRow, statsDocument } from "./fake-container.ts";
import { hasLabels, onlyKeys, parseFilters } from "./fake-query.ts";

/** What the engine does wrong with one request. */
export type Fault =
  | { readonly status: number; readonly body: string }
  /** Half of the right answer, with the length of the whole, then the end of the connection. */
  | "cut"
  /** As cut, but the end looks like the end of the body. */
  | "short"
  | "reset"
  | "hang";

interface FakeEvent {
  readonly action: string;
  readonly id: string;
  readonly atSeconds: number;
}

export interface FakeEngineOptions {
  readonly listen: { readonly socketPath: string } | "tcp";
  readonly apiVersion?: string;
  readonly minApiVersion?: string;
  /** Of the collector that engines before Docker 25 have. */
  readonly tickMs?: number;
  /** Time of the samples, milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface FakeEngine {
  /** For the option `host`. */
  readonly host: string;
  readonly containers: Map<string, FakeContainer>;
  /** Path and query of every request, in order. */
  readonly requests: string[];
  /** Requests that a real engine would refuse or wonder at. */
  readonly violations: string[];
  /** Most requests of one kind (`stats`, `json`) that were open at once. */
  readonly mostOpen: Map<string, number>;
  /** Asked for every request, by its path without the version. */
  fault: (path: string) => Fault | undefined;
  emit(event: FakeEvent): void;
  /** Ends the open event streams as a stopping engine does. */
  breakEvents(): void;
  /** Open event streams. */
  streams(): number;
  close(): Promise<void>;
}

const version = (text: string): number => Number(text.split(".")[1]);

/** One look at a request, taken apart. */
interface Call {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Minor API version asked for; undefined without one. */
  readonly minor: number | undefined;
}

const json = (response: ServerResponse, body: unknown, fault: Fault | undefined): void => {
  const text = JSON.stringify(body);
  const half = text.slice(0, Math.floor(text.length / 2));
  response.setHeader("Content-Type", "application/json");
  if (fault === "cut") {
    response.setHeader("Content-Length", text.length);
    response.write(half, () => response.destroy());
  } else response.end(fault === "short" ? half : text);
};

const refuse = (response: ServerResponse, status: number, message: string): void => {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ message }));
};

/**
 * A Docker Engine that keeps to what real ones do at the API version it is given, and notes every request that a real
 * one would refuse.
 */
export const openFakeEngine = async (options: FakeEngineOptions): Promise<FakeEngine> => {
  const { listen, apiVersion = "1.41", minApiVersion = "1.12", tickMs = 20, now = Date.now } = options;
  const own = version(apiVersion);
  const containers = new Map<string, FakeContainer>();
  const requests: string[] = [];
  const violations: string[] = [];
  const mostOpen = new Map<string, number>();
  const openNow = new Map<string, number>();
  const streams = new Map<ServerResponse, number>();
  const history: FakeEvent[] = [];
  const waitingForTick: (() => void)[] = [];
  const collector = setInterval(() => {
    for (const answer of waitingForTick.splice(0)) answer();
  }, tickMs);

  const eventLine = ({ action, id, atSeconds }: FakeEvent, minor: number): string => {
    const { name = "gone", image = "gone" } = containers.get(id) ?? {};
    const modern = { Type: "container", Action: action, Actor: { ID: id, Attributes: { image, name } } };
    const old = minor >= 52 ? {} : { status: action, id, from: image };
    return `${JSON.stringify({ ...old, ...modern, scope: "local", time: atSeconds, timeNano: atSeconds * 1e9 })}\n`;
  };

  const list = (call: Call, response: ServerResponse, fault: Fault | undefined): void => {
    const filters = parseFilters(call.query, "label");
    if (!onlyKeys(call.query, "all", "filters") || call.query.get("all") !== "1" || filters === undefined) {
      violations.push(`list ${call.query}`);
    }
    const rows = [...containers.values()]
      .filter((container) => hasLabels(container, filters?.label ?? []))
      .map((container) => listRow(container, (call.minor ?? 0) >= 52));
    json(response, rows, fault);
  };

  const stats = (call: Call, container: FakeContainer, response: ServerResponse, fault: Fault | undefined): void => {
    const oneShot = call.query.get("one-shot") === "true";
    if (!onlyKeys(call.query, "stream", "one-shot") || call.query.get("stream") !== "false") {
      violations.push(`stats ${call.query}`);
    }
    if (oneShot && (call.minor ?? 0) < 41) violations.push("one-shot before API 1.41");
    const answer = (): void => {
      const read = new Date(now()).toISOString();
      const preread = oneShot ? {} : { preread: new Date(now() - 1000).toISOString() };
      json(response, statsDocument(container, { read, ...preread }), fault);
    };
    if (own >= 44 && oneShot) setTimeout(answer, 2);
    else waitingForTick.push(oneShot ? answer : () => waitingForTick.push(answer));
  };

  const events = (call: Call, response: ServerResponse): void => {
    const filters = parseFilters(call.query, "type", "event", "label");
    const since = call.query.get("since");
    if (
      !onlyKeys(call.query, "filters", "since") ||
      filters === undefined ||
      (since !== null && !/^\d+$/.test(since))
    ) {
      violations.push(`events ${call.query}`);
    }
    if (filters?.type?.join() !== "container") violations.push("events of other things than containers");
    response.writeHead(200, { "Content-Type": "application/json" });
    response.flushHeaders();
    const minor = call.minor ?? own;
    if (since !== null) {
      for (const event of history) if (event.atSeconds >= Number(since)) response.write(eventLine(event, minor));
    }
    streams.set(response, minor);
    response.on("close", () => streams.delete(response));
  };

  const container = (call: Call, response: ServerResponse, fault: Fault | undefined): void => {
    const [, id = "", what] = /^\/containers\/([^/]+)\/(json|stats)$/.exec(call.path) ?? [];
    if (what === undefined) {
      violations.push(`path ${call.path}`);
      refuse(response, 404, "page not found");
      return;
    }
    if (!/^[0-9a-f]{64}$/.test(id)) violations.push(`id ${id}`);
    const found = containers.get(id);
    if (found === undefined) refuse(response, 404, `No such container: ${id}`);
    else if (what === "stats") stats(call, found, response, fault);
    else json(response, inspectDocument(found), fault);
  };

  const route = (call: Call, response: ServerResponse, fault: Fault | undefined): void => {
    if (call.path === "/_ping") response.end("OK");
    else if (call.path === "/info") json(response, { MemTotal: hostMemoryBytes, NCPU: 2, OSType: "linux" }, fault);
    else if (call.path === "/containers/json") list(call, response, fault);
    else if (call.path === "/events") events(call, response);
    else container(call, response, fault);
  };

  const count = (call: Call, response: ServerResponse): void => {
    const kind = call.path.slice(call.path.lastIndexOf("/") + 1);
    const open = (openNow.get(kind) ?? 0) + 1;
    openNow.set(kind, open);
    mostOpen.set(kind, Math.max(mostOpen.get(kind) ?? 0, open));
    response.on("close", () => openNow.set(kind, (openNow.get(kind) ?? 1) - 1));
  };

  const misbehave = (fault: Fault, request: IncomingMessage, response: ServerResponse): boolean => {
    if (fault === "hang") return true;
    if (fault === "reset") request.socket.destroy();
    if (typeof fault !== "object") return fault === "reset";
    response.writeHead(fault.status, { "Content-Type": "application/json" });
    response.end(fault.body);
    return true;
  };

  const versionRefusal = (asked: string | undefined): string | undefined => {
    if (asked === undefined) return undefined;
    const client = `client version ${asked}`;
    if (version(asked) > own) return `${client} is too new. Maximum supported API version is ${apiVersion}`;
    return version(asked) < version(minApiVersion)
      ? `${client} is too old. Minimum supported API version is ${minApiVersion}`
      : undefined;
  };

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://engine");
    const [, asked, rest = pathname] = /^\/v(\d+\.\d+)(\/.*)$/.exec(pathname) ?? [];
    const call = { path: rest, query: searchParams, minor: asked === undefined ? undefined : version(asked) };
    requests.push(`${pathname}${searchParams.size === 0 ? "" : `?${searchParams}`}`);
    count(call, response);
    if (request.method !== "GET") violations.push(`${request.method} ${pathname}`);
    if (asked === undefined && call.path !== "/_ping") violations.push(`no version: ${pathname}`);
    response.setHeader("Api-Version", apiVersion);
    const fault = engine.fault(call.path);
    if (fault !== undefined && misbehave(fault, request, response)) return;
    const refusal = versionRefusal(asked);
    if (refusal === undefined) route(call, response, fault);
    else refuse(response, 400, refusal);
  };

  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(listen === "tcp" ? { host: "127.0.0.1", port: 0 } : { path: listen.socketPath }, resolve);
  });
  const address = server.address();
  const engine: FakeEngine = {
    host: typeof address === "string" ? `unix://${address}` : `tcp://127.0.0.1:${address?.port}`,
    containers,
    requests,
    violations,
    mostOpen,
    fault: () => undefined,
    emit: (event) => {
      history.push(event);
      for (const [response, minor] of streams) response.write(eventLine(event, minor));
    },
    breakEvents: () => {
      for (const response of streams.keys()) response.end();
    },
    streams: () => streams.size,
    close: async () => {
      clearInterval(collector);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return engine;
};
