import type { RunningServer, ServeHttp, ServerReply, ServerRequest } from "../ports/http-server.ts";
import type { Problem } from "../problems/problem.ts";
import { type Gate, isGuarded } from "./access/gate.ts";
import { refuse } from "./api/reply.ts";
import { pageHeaders } from "./page/headers.ts";
import type { Page } from "./page/page.ts";

/** One path on the agent's port. */
export interface Route {
  readonly path: string;
  /** For the list of what there is. */
  readonly description: string;
  answer(request: ServerRequest): ServerReply | Promise<ServerReply>;
}

/** Everything the port answers. */
export interface Site {
  readonly routes: readonly Route[];
  readonly page: Pick<Page, "answer">;
  /** Asked before the page and everything under `/api/`. */
  readonly gate: Gate;
}

const text = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): ServerReply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body,
});

const rootLine = { path: "/", description: "The live page, in a browser; elsewhere this list" };

/** What there is, for whoever asks for a path that isn't there. */
const directory = (routes: readonly Route[]): string =>
  `taskvitals\n\n${[rootLine, ...routes].map(({ path, description }) => `${path.padEnd(14)} ${description}\n`).join("")}`;

/** The same for programs. */
const apiMissing = (path: string, routes: readonly Route[]): ServerReply => {
  const paths = routes.flatMap((route) => (route.path.startsWith("/api/") ? [route.path] : []));
  return refuse(404, `There is no ${path}. What there is: ${paths.join(", ")}`);
};

/** Answers GET and HEAD on the routes. */
const answerOpen = async ({ routes, page }: Site, request: ServerRequest): Promise<ServerReply> => {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return text(405, "Only GET and HEAD are answered here.\n", { allow: "GET, HEAD" });
  }
  const route = routes.find(({ path }) => path === request.path);
  if (route !== undefined) return route.answer(request);
  const shown = page.answer(request);
  if (shown !== undefined) return shown;
  if (request.path === "/api" || request.path.startsWith("/api/")) return apiMissing(request.path, routes);
  if (request.path === "/") return text(200, directory(routes), { vary: "accept" });
  return text(404, `There is no ${request.path} here. What there is:\n\n${directory(routes)}`);
};

/** What is guarded goes through the gate, and says to browsers what they may do with it. */
export const dispatch =
  (site: Site) =>
  async (request: ServerRequest): Promise<ServerReply> => {
    if (!isGuarded(request)) return answerOpen(site, request);
    const reply = site.gate(request) ?? (await answerOpen(site, request));
    return { ...reply, headers: { ...reply.headers, ...pageHeaders } };
  };

export interface WebOptions {
  readonly serve: ServeHttp;
  readonly host?: string | undefined;
  readonly port: number;
  /** Asked at each request: it changes with the configuration. */
  site(): Site;
}

/** Opens the agent's one port. */
export const openServer = async ({
  serve,
  host,
  port,
  site,
}: WebOptions): Promise<RunningServer | { readonly ok: false; readonly problem: Problem }> =>
  serve({ host, port }, (request) => dispatch(site())(request));
