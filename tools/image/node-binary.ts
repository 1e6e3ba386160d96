import { chmod, copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Architecture, ownArchitecture } from "./architecture.ts";
import { npm } from "./npm.ts";
import { run } from "./run.ts";

/** The tested one for this architecture; for another what the npm registry has under the same version. */
const fetched = async (architecture: Architecture, version: string, folder: string): Promise<string> => {
  if (architecture.name === ownArchitecture().name) return process.execPath;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await npm(["pack", "--silent", "--pack-destination", folder, `node-linux-${architecture.node}@${version}`]);
  const [archive = ""] = await readdir(folder);
  await run(["tar", "--extract", "--file", join(folder, archive), "--directory", folder, "package/bin/node"]);
  return join(folder, "package/bin/node");
};

/** Symbols and debugging tables are a quarter of the program. False where no tool for the architecture is installed. */
const strip = async (file: string, { triplet }: Architecture): Promise<boolean> => {
  for (const program of [`${triplet}-strip`, "llvm-strip"]) {
    try {
      await run([program, "--strip-all", file]);
      return true;
    } catch {
      // Another one may be there.
    }
  }
  return false;
};

/** Puts Node's program into `file`. Gives whether its symbols could be removed. */
export const placeNode = async (
  file: string,
  { architecture, version, folder }: { architecture: Architecture; version: string; folder: string },
): Promise<boolean> => {
  await copyFile(await fetched(architecture, version, folder), file);
  await chmod(file, 0o755);
  await rm(folder, { recursive: true, force: true });
  return await strip(file, architecture);
};
