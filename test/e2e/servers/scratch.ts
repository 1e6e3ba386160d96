import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Scratch extends AsyncDisposable {
  readonly path: string;
}

/** Starts the name of everything that a test run leaves in a file system while it runs. */
const runName = `taskvitals-e2e-${process.pid}`;

/** Names in a folder that belong to a run whose process is no more: it was killed and could not clean up. */
export const abandonedIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => {
    const pid = /^taskvitals-e2e-(\d+)-/.exec(name)?.[1];
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  });

export const removeAbandonedScratch = (): void => {
  for (const name of abandonedIn(tmpdir())) rmSync(join(tmpdir(), name), { recursive: true, force: true });
};

/** A directory that is there until it is disposed of. Removal is tried again while a dying process still writes. */
export const makeScratch = async (purpose: string): Promise<Scratch> => {
  const path = await mkdtemp(join(tmpdir(), `${runName}-${purpose}-`));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  };
};
