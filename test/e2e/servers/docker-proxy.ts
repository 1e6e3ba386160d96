import { createServer, request } from "node:http";
import { join } from "node:path";
import { makeScratch } from "./scratch.ts";

/** A socket before an engine's, which notes what is asked. */
export interface DockerProxy extends AsyncDisposable {
  readonly socket: string;
  /** Paths without the API's version, in order. */
  readonly paths: readonly string[];
}

export const startDockerProxy = async (engineSocket: string): Promise<DockerProxy> => {
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch("docker-proxy"));
  const socket = join(scratch.path, "docker.sock");
  const paths: string[] = [];
  const server = createServer((incoming, outgoing) => {
    paths.push((incoming.url ?? "").replace(/^\/v[\d.]+/, ""));
    const { method, url, headers } = incoming;
    const onward = request({ socketPath: engineSocket, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // A stream of events has nothing to say at first.
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  stack.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const owned = stack.move();
  return { socket, paths, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};
