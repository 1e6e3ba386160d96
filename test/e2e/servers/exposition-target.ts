import { createServer } from "node:http";

export interface Answer {
  readonly body: string;
  readonly contentType: string;
}

export interface ExpositionTarget extends AsyncDisposable {
  /** host:port */
  readonly address: string;
}

/** Answers `/0`, `/1`, ... with these. */
export const serveExpositions = async (answers: readonly Answer[]): Promise<ExpositionTarget> => {
  const server = createServer((request, response) => {
    const answer = answers[Number(request.url?.slice(1))];
    if (answer === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": answer.contentType }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    address: `127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
