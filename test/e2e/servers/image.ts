import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { DockerEngine } from "./docker-engine.ts";
import { run } from "./run.ts";
import { makeScratch } from "./scratch.ts";

const busybox = "/bin/busybox";

/** Imports a file system of nothing but busybox under the given names: no registry is needed. */
export const importImages = async (engine: DockerEngine, ...names: readonly string[]): Promise<void> => {
  await using scratch = await makeScratch("image");
  const root = join(scratch.path, "root");
  const bin = join(root, "bin");
  await mkdir(bin, { recursive: true });
  await Promise.all(["etc", "tmp", "www"].map((folder) => mkdir(join(root, folder))));
  await copyFile(busybox, join(bin, "busybox"));
  const applets = (await run([busybox, "--list"])).split("\n").filter((name) => name !== "" && name !== "busybox");
  await Promise.all(applets.map((name) => symlink("busybox", join(bin, name))));
  const archive = join(scratch.path, "root.tar");
  await run(["tar", "--create", "--file", archive, "--directory", root, "."]);
  for (const name of names) await engine.docker("import", "--change", 'CMD ["sh"]', archive, name);
};
