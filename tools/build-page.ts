import { join } from "node:path";
import { buildPage, isFresh } from "./page/build.ts";

/**
 * `npm run build:page`: the page as page/dist. With --if-stale (before `npm start`) only when its sources are others than
 * those it was built from; a page that cannot be built is told then, and keeps nobody from starting the agent.
 */
const root = join(import.meta.dirname, "..");
const ifStale = process.argv.includes("--if-stale");

try {
  if (!ifStale || !(await isFresh(root))) {
    const sinceMs = performance.now();
    await buildPage(root);
    console.log(`page/dist: built in ${Math.round(performance.now() - sinceMs)} ms`);
  }
} catch (error) {
  console.error(`The page could not be built. ${error instanceof Error ? error.message : String(error)}`);
  if (!ifStale) process.exitCode = 1;
}
