import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";
import { packagesOf } from "../tools/packages.ts";

/** What gains nothing by compression is left as it is. */
const compressible = /\.(html|js|css|svg|json)$/;

/** Writes each text file's .br and .gz beside it, so that the agent compresses nothing. */
const precompress = (): Plugin => ({
  name: "precompress",
  writeBundle: async ({ dir = "dist" }, output) => {
    for (const file of Object.values(output).filter(({ fileName }) => compressible.test(fileName))) {
      const content = Buffer.from(file.type === "chunk" ? file.code : file.source);
      await writeFile(join(dir, `${file.fileName}.br`), brotliCompressSync(content));
      await writeFile(join(dir, `${file.fileName}.gz`), gzipSync(content, { level: 9 }));
    }
  },
});

/** Writes beside the page which npm packages are in it, for the image's bill of materials. It is not served. */
const listPackages = (): Plugin => ({
  name: "list-packages",
  writeBundle: async ({ dir = "dist" }, output) => {
    const modules = Object.values(output).flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
    await writeFile(join(dir, "packages.json"), `${JSON.stringify(packagesOf(modules))}\n`);
  },
});

/**
 * Built into page/dist by `npm run build:page`: a part for each view, names that tell their content; nothing inline,
 * nothing from elsewhere (the agent's policy for the page, src/web/page/headers.ts).
 */
export default defineConfig({
  base: "./",
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // `npm run dev -w page`: the page from its sources, the figures of an agent that runs here (`npm start`).
  server: { host: "127.0.0.1", proxy: { "/api": { target: "http://127.0.0.1:9546", changeOrigin: true } } },
  plugins: [precompress(), listPackages()],
});
