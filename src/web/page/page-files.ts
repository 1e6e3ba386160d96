import type { BinaryFiles } from "../../ports/files.ts";
import type { Hashing } from "../../ports/hashing.ts";
import type { Coding } from "../negotiation.ts";

/** A file of the built page, in memory. */
export interface PageFile {
  readonly contentType: string;
  readonly plain: Uint8Array;
  /** As the build compressed it. */
  readonly coded: Readonly<Partial<Record<Coding, Uint8Array>>>;
  /** Tells the content. */
  readonly digest: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
};

export interface PageSource {
  readonly files: BinaryFiles;
  readonly hashing: Hashing;
  /** What `npm run build:page` wrote. */
  readonly folder: string;
}

const readPageFile = async (
  { files, hashing, folder }: PageSource,
  path: string,
): Promise<readonly (readonly [string, PageFile])[]> => {
  const contentType = contentTypes[path.slice(path.lastIndexOf(".") + 1)];
  if (contentType === undefined) return [];
  const [plain, br, gzip] = await Promise.all(
    [path, `${path}.br`, `${path}.gz`].map((one) => files.readBytes(`${folder}${one}`)),
  );
  if (!plain?.ok) return [];
  const coded = { ...(br?.ok ? { br: br.bytes } : {}), ...(gzip?.ok ? { gzip: gzip.bytes } : {}) };
  const digest = hashing.sha256(plain.bytes).toHex().slice(0, 16);
  return [[path === "/index.html" ? "/" : path, { contentType, plain: plain.bytes, coded, digest }]];
};

/** The page's files by path (`/`, `/assets/...`); none when it has not been built. */
export const readPage = async (source: PageSource): Promise<ReadonlyMap<string, PageFile>> => {
  const names = await source.files.list(`${source.folder}/assets`);
  const paths = ["/index.html", ...names.map((name) => `/assets/${name}`)];
  const found = await Promise.all(paths.map((path) => readPageFile(source, path)));
  return new Map(found.flat());
};
