import { join } from "node:path";

/** Folder of the built page: beside the bundle, or where Vite puts it in a clone. */
export const pageFolder: string = import.meta.filename.endsWith(".ts")
  ? join(import.meta.dirname, "..", "..", "page", "dist")
  : join(import.meta.dirname, "page");
