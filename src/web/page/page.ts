import type { ServerReply, ServerRequest } from "../../ports/http-server.ts";
import { type Coding, isHeld, takesCoding, wantsHtml } from "../negotiation.ts";
import { type PageFile, type PageSource, readPage } from "./page-files.ts";

/** The built page, served from memory. */
export interface Page {
  /** Reads it, once. Before, and when it has not been built, `/` says what to do. */
  load(): Promise<void>;
  /** Undefined when the request is not for the page. */
  answer(request: ServerRequest): ServerReply | undefined;
}

const text = (status: number, body: string): ServerReply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  body,
});

const notBuilt = text(
  503,
  "taskvitals\n\nThe page has not been built. In the clone, `npm run build:page` builds it; then start the agent again.\nThe rest works: /metrics, /healthz, /api/.\n",
);

const codings: readonly Coding[] = ["br", "gzip"];

/** Assets have their content's hash in their names and never change; the page itself is asked for anew each time. */
const reply = (file: PageFile, { path, headers }: ServerRequest): ServerReply => {
  const coding = codings.find((one) => file.coded[one] !== undefined && takesCoding(headers["accept-encoding"], one));
  const etag = `"${file.digest}${coding === undefined ? "" : `-${coding}`}"`;
  const shared = {
    etag,
    vary: path === "/" ? "accept, accept-encoding" : "accept-encoding",
    "cache-control": path === "/" ? "no-cache" : "public, max-age=31536000, immutable",
  };
  if (isHeld(headers["if-none-match"], etag)) return { status: 304, headers: shared };
  return {
    status: 200,
    headers: {
      ...shared,
      "content-type": file.contentType,
      ...(coding === undefined ? {} : { "content-encoding": coding }),
    },
    body: (coding === undefined ? undefined : file.coded[coding]) ?? file.plain,
  };
};

export const openPage = (source: PageSource): Page => {
  let built: ReadonlyMap<string, PageFile> = new Map();
  return {
    load: async () => {
      built = await readPage(source);
    },
    answer: (request) => {
      const { path, headers } = request;
      if (path === "/" ? !wantsHtml(headers.accept) : !path.startsWith("/assets/")) return undefined;
      const file = built.get(path);
      if (file !== undefined) return reply(file, request);
      return built.has("/")
        ? text(404, `There is no ${path} here. If the agent is another version now, reload.\n`)
        : notBuilt;
    },
  };
};
