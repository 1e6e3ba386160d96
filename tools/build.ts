import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { buildPage, pageFolder } from "./page/build.ts";

/** `npm run build`: the agent as dist/taskvitals.mjs with its page beside it, for images. */
const root = join(import.meta.dirname, "..");
const folder = join(root, "dist");

await rm(folder, { recursive: true, force: true });
const bytes = await bundle(join(root, "src", "main.ts"), join(folder, "taskvitals.mjs"));
console.log(`dist/taskvitals.mjs: ${(bytes / 1e6).toFixed(2)} MB`);
await buildPage(root);
for (const part of ["index.html", "index.html.br", "index.html.gz", "assets"])
  await cp(join(pageFolder(root), part), join(folder, "page", part), { recursive: true });
console.log("dist/page: the page");
