import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { buildPage, pageFolder } from "./page/build.ts";

/** `npm run build`: the agent and the health check as dist/*.mjs, and the page beside them, for images. */
const root = join(import.meta.dirname, "..");
const folder = join(root, "dist");

await rm(folder, { recursive: true, force: true });
const packages = new Set<string>();
for (const [entry, name] of [
  ["main.ts", "taskvitals.mjs"],
  ["healthcheck.ts", "healthcheck.mjs"],
] as const) {
  const bundled = await bundle(join(root, "src", entry), join(folder, name));
  for (const one of bundled.packages) packages.add(one);
  console.log(`dist/${name}: ${(bundled.bytes / 1000).toFixed(0)} kB`);
}
await buildPage(root);
for (const part of ["index.html", "index.html.br", "index.html.gz", "assets"])
  await cp(join(pageFolder(root), part), join(folder, "page", part), { recursive: true });
console.log("dist/page: the page");

const inPage: unknown = JSON.parse(await readFile(join(pageFolder(root), "packages.json"), "utf8"));
if (!Array.isArray(inPage)) throw new Error("page/dist/packages.json is no list");
for (const one of inPage) packages.add(String(one));
await writeFile(join(folder, "packages.json"), `${JSON.stringify([...packages].sort(), null, 2)}\n`);
console.log(`dist/packages.json: the ${packages.size} npm packages that are in all that`);
