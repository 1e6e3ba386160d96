// biome-ignore lint/style/noRestrictedImports: a real server
import { serveHttp } from "../../../platform/http-server.ts";
import type { BoardContainer } from "../../../ports/container-board.ts";
import type { ServerReply, ServerRequest } from "../../../ports/http-server.ts";
import { container, port } from "./board.ts";

/** An app that tells its metrics, on a port of this machine. */
export interface App extends AsyncDisposable {
  readonly port: number;
  readonly asked: ServerRequest[];
  answer: (request: ServerRequest) => ServerReply | Promise<ServerReply>;
  /** The container that it is in, as the board shows it: with its port 8080 published where it listens. */
  in(id: string, labels?: Readonly<Record<string, string>>): BoardContainer;
}

export const text = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): ServerReply => ({
  status: 200,
  headers: { "content-type": "text/plain; version=0.0.4", ...headers },
  body,
});

export const openApp = async (answer: App["answer"] = () => text("# TYPE up gauge\nup 1\n")): Promise<App> => {
  const asked: ServerRequest[] = [];
  const server = await serveHttp({ host: "127.0.0.1", port: 0 }, (request) => {
    asked.push(request);
    return app.answer(request);
  });
  if (!server.ok) throw new Error(server.problem.detail);
  const app: App = {
    port: server.port,
    asked,
    answer,
    in: (id, labels = {}) =>
      container(
        id,
        { "taskvitals.metrics": "prometheus", ...labels },
        { ports: [port(8080, server.port, "0.0.0.0"), port(8080, 1, "::")] },
      ),
    [Symbol.asyncDispose]: () => server.close(0),
  };
  return app;
};
