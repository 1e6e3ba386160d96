import { rm } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.ts";

/** `npm run build`: the agent as dist/taskvitals.mjs, for images. */
const root = join(import.meta.dirname, "..");
const folder = join(root, "dist");

await rm(folder, { recursive: true, force: true });
const bytes = await bundle(join(root, "src", "main.ts"), join(folder, "taskvitals.mjs"));
console.log(`dist/taskvitals.mjs: ${(bytes / 1e6).toFixed(2)} MB`);
