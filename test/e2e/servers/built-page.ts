import { resolve } from "node:path";
import { run } from "./run.ts";

const root = resolve(import.meta.dirname, "../../..");

/** Builds the page as it is in the working tree: an agent serves what was built last. */
export const buildPage = async (): Promise<void> => {
  await run(["npm", "run", "-s", "build:page"], { cwd: root });
};
