import { rm } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";

/** `npm run build`: the whole agent as one file that Node runs without a package beside it, for images. */
const root = join(import.meta.dirname, "..");
const output = join(root, "dist");

await rm(output, { recursive: true, force: true });
const bundle = await rolldown({ input: join(root, "src", "main.ts"), platform: "node", logLevel: "warn" });
const { output: files } = await bundle.write({
  file: join(output, "taskvitals.mjs"),
  format: "esm",
  minify: { mangle: false, compress: true },
  codeSplitting: false,
});
await bundle.close();
for (const file of files) {
  if (file.type === "chunk") console.log(`dist/${file.fileName}: ${(file.code.length / 1e6).toFixed(2)} MB`);
}
