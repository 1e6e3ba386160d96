import type { RunningServer, ServeHttp, ServerReply, ServerRequest } from "../ports/http-server.ts";
import type { Problem } from "../problems/problem.ts";
import { refuse } from "./api/reply.ts";

/** One path on the agent's port. */
export interface Route {
  readonly path: string;
  /** For the list of what there is. */
  readonly description: string;
  answer(request: ServerRequest): ServerReply | Promise<ServerReply>;
}

const text = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): ServerReply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body,
});

/** What there is, for whoever asks for a path that isn't there. */
const directory = (routes: readonly Route[]): string =>
  `taskvitals\n\n${routes.map(({ path, description }) => `${path.padEnd(12)} ${description}\n`).join("")}`;

/** The same for programs. */
const apiMissing = (path: string, routes: readonly Route[]): ServerReply => {
  const paths = routes.flatMap((route) => (route.path.startsWith("/api/") ? [route.path] : []));
  return refuse(404, `There is no ${path}. What there is: ${paths.join(", ")}`);
};

/** Answers GET and HEAD on the routes. */
export const dispatch =
  (routes: readonly Route[]) =>
  (request: ServerRequest): ServerReply | Promise<ServerReply> => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return text(405, "Only GET and HEAD are answered here.\n", { allow: "GET, HEAD" });
    }
    const route = routes.find(({ path }) => path === request.path);
    if (route !== undefined) return route.answer(request);
    if (request.path === "/api" || request.path.startsWith("/api/")) return apiMissing(request.path, routes);
    if (request.path === "/") return text(200, directory(routes));
    return text(404, `There is no ${request.path} here. What there is:\n\n${directory(routes)}`);
  };

export interface WebOptions {
  readonly serve: ServeHttp;
  readonly host?: string | undefined;
  readonly port: number;
  readonly routes: readonly Route[];
}

/** Opens the agent's one port. */
export const openServer = async ({
  serve,
  host,
  port,
  routes,
}: WebOptions): Promise<RunningServer | { readonly ok: false; readonly problem: Problem }> =>
  serve({ host, port }, dispatch(routes));
